namespace VaeCodec.Inference.Reference;

/// <summary>A plain [Channels, Height, Width] tensor, row-major.</summary>
internal sealed record ReferenceTensor(int Channels, int Height, int Width, float[] Values)
{
    /// <summary>One value.</summary>
    public float this[int c, int y, int x] => Values[(c * Height + y) * Width + x];
}
