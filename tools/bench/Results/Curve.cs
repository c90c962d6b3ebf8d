namespace VaeCodec.Bench.Results;

/// <summary>A rate-distortion curve, by rising rate.</summary>
/// <param name="Name">Codec; curves from files carry the file's name where another curve has the same name.</param>
/// <param name="Source">"measured", or the file that it was read from.</param>
/// <param name="Points">Means over the images.</param>
internal sealed record Curve(string Name, string Source, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>What <see cref="Source"/> says of a curve of this run.</summary>
    public const string Measured = "measured";

    /// <summary>True for curves of this run.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public bool IsMeasured => Source == Measured;
}
