namespace VaeCodec.Tests.Shared;

/// <summary>An instruction set that a child process can be confined to, whatever the machine has.</summary>
/// <param name="Name">For test names.</param>
/// <param name="MaxVectorBits">The widest vectors that are left.</param>
/// <param name="Switch">The runtime's environment variable to set to 0; null for the machine as it is.</param>
internal sealed record Isa(string Name, int MaxVectorBits, string? Switch)
{
    /// <summary>All that the machine has.</summary>
    public static readonly Isa Native = new("native", 512, null);

    /// <summary>256-bit vectors with fused multiply-add.</summary>
    public static readonly Isa Avx2 = new("AVX2", 256, "DOTNET_EnableAVX512");

    /// <summary>128-bit vectors, no fused multiply-add.</summary>
    public static readonly Isa Sse = new("SSE", 128, "DOTNET_EnableAVX2");

    /// <summary>No vectors: the scalar code.</summary>
    public static readonly Isa Scalar = new("scalar", 0, "DOTNET_EnableHWIntrinsic");

    /// <summary>All of them, widest first.</summary>
    public static readonly IReadOnlyList<Isa> All = [Native, Avx2, Sse, Scalar];

    /// <summary>The one of a name; test data holds names, which every runner can show.</summary>
    public static Isa Named(string name) => All.Single(isa => isa.Name == name);
}
