namespace VaeCodec.Viewer;

/// <summary>What was decoded.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Scale">By what the picture is smaller than the file's.</param>
/// <param name="Layers">Latent layers in it.</param>
/// <param name="LayersInAll">Of the file; 0 where it has none.</param>
/// <param name="Milliseconds">That it took.</param>
internal sealed record DecodedPicture(int Width, int Height, int Scale, int Layers, int LayersInAll, double Milliseconds);
