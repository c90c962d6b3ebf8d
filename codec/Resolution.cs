namespace VaeCodec;

/// <summary>How densely a picture's pixels lie when it is printed.</summary>
/// <param name="X">Pixels a metre from left to right, at least 1.</param>
/// <param name="Y">Pixels a metre from the top down, at least 1.</param>
public readonly record struct Resolution(int X, int Y)
{
    private const double MetresPerInch = 0.0254;

    /// <summary>Pixels an inch from left to right.</summary>
    public double DpiX => X * MetresPerInch;

    /// <summary>Pixels an inch from the top down.</summary>
    public double DpiY => Y * MetresPerInch;

    /// <summary>That of so many pixels an inch; null for what is no such number.</summary>
    public static Resolution? FromDpi(double x, double y)
        => TryRound(x / MetresPerInch) is { } across && TryRound(y / MetresPerInch) is { } down ? new(across, down) : null;

    private static int? TryRound(double perMetre) => perMetre is >= 0.5 and <= int.MaxValue ? (int)Math.Round(perMetre) : null;
}
