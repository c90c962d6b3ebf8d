namespace VaeCodec.Pixels.Graphics;

/// <summary>The first byte of a stream: how the rest holds the pixels.</summary>
internal static class GraphicsMethod
{
    /// <summary>The pixels as they are.</summary>
    public const byte Raw = 0;

    /// <summary>Decisions of <see cref="GraphicsModel"/>.</summary>
    public const byte Modelled = 1;
}
