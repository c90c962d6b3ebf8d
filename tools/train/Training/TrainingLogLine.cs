using System.Text.Json.Serialization;

namespace VaeCodec.Train.Training;

/// <summary>A line of log.jsonl.</summary>
/// <param name="Step">Steps taken, over all calls.</param>
/// <param name="Seconds">Time spent training, over all calls.</param>
/// <param name="Gigapixels">Pixels seen.</param>
/// <param name="Loss">Running mean of the objective.</param>
/// <param name="Bpp">Running mean of the rate.</param>
/// <param name="Psnr">Of the running mean of the squared error.</param>
/// <param name="Layers">Running mean of every layer's bits per pixel.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="MegapixelsPerSecond">Since the line before, or the start of the call.</param>
/// <param name="Skipped">Steps left out because their gradient was not finite.</param>
/// <param name="Processor">Name of the processor that took the steps since the line before.</param>
/// <param name="Precision">Of its convolutions, "bf16" or "fp32".</param>
/// <param name="Workers">Threads that shared the batches.</param>
/// <param name="Log2Beta">The multipliers of a run with constraints; else null and not written.</param>
internal sealed record TrainingLogLine(
    [property: JsonPropertyName("step")] long Step,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("gigapixels")] double Gigapixels,
    [property: JsonPropertyName("loss")] double Loss,
    [property: JsonPropertyName("bpp")] double Bpp,
    [property: JsonPropertyName("psnr")] double Psnr,
    [property: JsonPropertyName("layers")] IReadOnlyList<double> Layers,
    [property: JsonPropertyName("lr")] double LearningRate,
    [property: JsonPropertyName("mpixel_s")] double MegapixelsPerSecond,
    [property: JsonPropertyName("skipped")] long Skipped,
    [property: JsonPropertyName("processor")] string Processor,
    [property: JsonPropertyName("precision")] string Precision,
    [property: JsonPropertyName("workers")] int Workers,
    [property: JsonPropertyName("log2_beta"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<float>? Log2Beta =
        null);
