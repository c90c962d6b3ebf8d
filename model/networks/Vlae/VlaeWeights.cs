using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Networks.Vlae;

/// <summary>A weight file of a <see cref="VlaeSpec"/>: <c>encoder.i</c>, <c>posterior.group.i</c>, <c>prior.group.i</c> and
/// <c>decoder.i</c>, and the PixelCNN's tensors under their own names.</summary>
internal sealed class VlaeWeights
{
    private VlaeWeights(SafeTensors tensors, VlaeSpec spec, uint id)
    {
        (Spec, Id, Metadata) = (spec, id, tensors.Metadata);
        Encoder = Read(tensors, spec.EncoderLayers);
        Posteriors = [.. spec.Groups.Select((_, group) => Read(tensors, spec.PosteriorLayers(group)))];
        Priors = [.. spec.Groups.Select((_, group) => Read(tensors, spec.PriorLayers(group)))];
        Decoder = Read(tensors, spec.DecoderLayers);
        Pixels = PixelCnnWeights.Of(tensors, spec.Pixels, id, rated: false);
    }

    /// <summary>One convolution.</summary>
    /// <param name="Spec">Name and sizes.</param>
    /// <param name="Weights">[Out, In, Kernel, Kernel].</param>
    /// <param name="Bias">[Out].</param>
    public sealed record Layer(ConvolutionSpec Spec, float[] Weights, float[] Bias);

    /// <summary>The model's sizes.</summary>
    public VlaeSpec Spec { get; }

    /// <summary>First four bytes of the file's SHA-256, big-endian.</summary>
    public uint Id { get; }

    /// <summary>From the picture to the posterior, or to what posteriors are made of.</summary>
    public IReadOnlyList<Layer> Encoder { get; }

    /// <summary>To the posterior of each group; empty where the encoder makes it.</summary>
    public IReadOnlyList<IReadOnlyList<Layer>> Posteriors { get; }

    /// <summary>To the prior of each group; empty where it has none of its own.</summary>
    public IReadOnlyList<IReadOnlyList<Layer>> Priors { get; }

    /// <summary>From the latents to the features.</summary>
    public IReadOnlyList<Layer> Decoder { get; }

    /// <summary>The PixelCNN.</summary>
    public PixelCnnWeights Pixels { get; }

    /// <summary>Training facts written by the exporter.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Parses a weight file; throws <see cref="InvalidDataException"/> when a tensor is missing or misshapen.</summary>
    public static VlaeWeights Parse(ReadOnlyMemory<byte> file)
    {
        SafeTensors tensors = SafeTensors.Parse(file);
        if (!tensors.Metadata.TryGetValue("spec", out string? spec))
            throw new InvalidDataException("the weight file has no network spec in its metadata");
        return new(tensors, VlaeSpec.Parse(spec), BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(file.Span)));
    }

    private static Layer[] Read(SafeTensors tensors, IReadOnlyList<ConvolutionSpec> layers) => [.. layers.Select(spec
        => new Layer(spec, tensors.Read($"{spec.Name}.weight", [spec.Out, spec.In, spec.Kernel, spec.Kernel]),
            tensors.Read($"{spec.Name}.bias", [spec.Out])))];
}
