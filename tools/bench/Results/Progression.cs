namespace VaeCodec.Bench.Results;

/// <summary>One image decoded layer by layer.</summary>
/// <param name="Image">File name of the image.</param>
/// <param name="Quality">VaeCodec's quality.</param>
/// <param name="Steps">From no layer to all.</param>
internal sealed record Progression(string Image, double Quality, IReadOnlyList<LayerStep> Steps);
