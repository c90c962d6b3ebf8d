namespace VaeCodec.Bench.Results;

/// <summary>One measured image.</summary>
/// <param name="Name">File name.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Sha256">Of size and RGB pixels.</param>
internal sealed record ImageInfo(string Name, int Width, int Height, string Sha256);
