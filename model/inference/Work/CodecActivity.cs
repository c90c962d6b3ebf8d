using System.Diagnostics;

namespace VaeCodec.Inference.Work;

/// <summary>Spans of the codec's work for whoever listens (an <see cref="ActivityListener"/>, OpenTelemetry): every operation of the
/// network under its layer's name, and the steps around it under the names below. Without a listener they cost nothing.</summary>
internal static class CodecActivity
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "VaeCodec";

    /// <summary>Tag of the network's operations: how many multiplications they are, a long.</summary>
    public const string MultipliesTag = "multiplies";

    /// <summary>Reading and writing the container, with its checksum.</summary>
    public const string Container = "container";

    /// <summary>Between 8-bit pixels and floats.</summary>
    public const string Colour = "colour";

    /// <summary>Evaluating the rate multipliers.</summary>
    public const string Condition = "condition";

    /// <summary>Between latents and symbols.</summary>
    public const string Quantisation = "quantisation";

    /// <summary>Between symbols and bytes.</summary>
    public const string Entropy = "entropy";

    /// <summary>Checksum and error of the pixels.</summary>
    public const string Checks = "checks";

    /// <summary>What the names end in of steps that run beside operations of the network, on a thread of theirs.</summary>
    public const string BesideSuffix = " beside";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Begins a span that ends when it is disposed; null where nobody listens.</summary>
    public static Activity? Start(string name) => s_source.StartActivity(name);

    /// <summary>Begins the span of a step that runs beside an operation.</summary>
    internal static Activity? StartBeside(string name) => s_source.HasListeners() ? Start(name + BesideSuffix) : null;

    /// <summary>Begins the span of an operation of the network.</summary>
    public static Activity? Start(string name, long multiplies)
    {
        Activity? activity = s_source.StartActivity(name);
        activity?.SetTag(MultipliesTag, multiplies);
        return activity;
    }
}
