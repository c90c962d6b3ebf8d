namespace VaeCodec.Bench.Results;

/// <summary>A rectangle of an image, in pixels.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Upper row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record CropArea(int X, int Y, int Width, int Height);
