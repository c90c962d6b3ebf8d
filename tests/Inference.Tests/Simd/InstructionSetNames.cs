using VaeCodec.Inference.Simd;
using Xunit;

namespace VaeCodec.Inference.Tests.Simd;

/// <summary>The instruction sets of this machine as test data: by name, since test methods are public and the sets are not.</summary>
public static class InstructionSetNames
{
    /// <summary>All that run here.</summary>
    public static TheoryData<string> Supported => [.. InstructionSets.Supported.Select(set => set.ToString())];

    internal static InstructionSet Parse(string name) => Enum.Parse<InstructionSet>(name);
}
