using System.Text.Json.Serialization;

namespace VaeCodec.Train.Vlae;

/// <summary>What came of a run or a weight file.</summary>
/// <param name="HeldOut">Of the training pictures that were not trained on.</param>
/// <param name="Test">Of the test pictures, where they were measured.</param>
/// <param name="Likelihood">Likewise, where it was asked for.</param>
internal sealed record VlaeResult(
    [property: JsonPropertyName("heldout")] VlaeMeasure HeldOut,
    [property: JsonPropertyName("test"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VlaeMeasure? Test,
    [property: JsonPropertyName("nll"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImportanceSampling? Likelihood)
{
    /// <summary>Steps taken; null of a weight file.</summary>
    [JsonPropertyName("step"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Step { get; init; }

    /// <summary>Pictures seen.</summary>
    [JsonPropertyName("pictures"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Pictures { get; init; }

    /// <summary>That the steps took, of the config's clock.</summary>
    [JsonPropertyName("minutes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? Minutes { get; init; }
}
