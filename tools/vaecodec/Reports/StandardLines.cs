namespace VaeCodec.Tool.Reports;

/// <summary>Stdout for many lines: they are collected into blocks, where the console writes each by itself.</summary>
internal static class StandardLines
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Opens it; disposing writes the rest.</summary>
    public static StreamWriter Open() => new(Console.OpenStandardOutput(), Console.OutputEncoding, BlockBytes);
}
