namespace VaeCodec.Bitstream.Grid;

/// <summary>The integers that stand for latents: FORMAT.md, "Latents".</summary>
internal static class SymbolGrid
{
    /// <summary>The largest magnitude that can be coded.</summary>
    public const int MaxMagnitude = 1 << 20;
}
