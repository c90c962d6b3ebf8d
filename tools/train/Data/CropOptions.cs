namespace VaeCodec.Train.Data;

/// <summary>How crops differ from windows of the pictures.</summary>
/// <param name="DownscaleShare">Share of crops made by halving a window twice as large.</param>
/// <param name="ResizeShare">Share of crops made by reducing a window by a factor of <see cref="LeastScale"/> to 1, uniform.</param>
/// <param name="Transpose">Whether every second crop has its rows and columns exchanged.</param>
internal sealed record CropOptions(double DownscaleShare = 0, double ResizeShare = 0, bool Transpose = false)
{
    /// <summary>Below half the size, pictures of 512 pixels have no window of 256 left.</summary>
    public const double LeastScale = 0.5;
}
