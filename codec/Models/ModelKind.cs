using System.Text.Json;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Models;

/// <summary>What a model is for. A weight file tells its kind itself, by the fields of its spec (FORMAT.md and ARCHIVE.md), so that a
/// folder can hold any.</summary>
internal abstract class ModelKind(string name, string noun, string[] fields)
{
    /// <summary>The flagship: lossy pictures, and the base of all others.</summary>
    public static ModelKind<HvaeModel> Hvae { get; } = new("hvae", "flagship", ["widths", "beta_range"], file =>
    {
        HvaeWeights weights = HvaeWeights.Parse(file);
        TrainedWidths.Check(weights.Network.Spec.Log2Scale);
        return (weights.Id, new(weights));
    });

    /// <summary>The pixel network: exact pixels and texture.</summary>
    public static ModelKind<PixelCnnModel> PixelCnn { get; } = new("pixelcnn", "pixel network", ["window", "base_window"], file =>
    {
        PixelCnnWeights weights = PixelCnnWeights.Parse(file);
        TrainedWidths.Check(weights.Spec.Log2Scale);
        return (weights.Id, new(weights));
    });

    /// <summary>Small pictures of archives.</summary>
    public static ModelKind<VlaeModel> Vlae { get; } = new("vlae", "archive model", ["side", "pixels"], file =>
    {
        VlaeWeights weights = VlaeWeights.Parse(file);
        if (!weights.Spec.Pixels.IsBinary)
            TrainedWidths.Check(weights.Spec.Pixels.Log2Scale);
        return (weights.Id, new(weights));
    });

    /// <summary>Small pictures of a flagship's files.</summary>
    public static ModelKind<HvaePreview> Preview { get; } = new("preview", "preview heads", ["flagship", "heads"], file =>
    {
        HvaePreviewWeights weights = HvaePreviewWeights.Parse(file);
        return (weights.Id, new(weights));
    });

    /// <summary>A name for one of its models, which no other kind's has.</summary>
    public string Key(string hash) => $"{Name} {hash}";

    /// <summary>What lists call it.</summary>
    public string Name { get; } = name;

    /// <summary>What sentences call it: <c>pixel network (pixelcnn)</c>.</summary>
    public string Noun { get; } = $"{noun} ({name})";

    private static ModelKind[] All => [Hvae, PixelCnn, Vlae, Preview];

    /// <summary>The kind of a name in a list; null where there is none.</summary>
    public static ModelKind? Named(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kind of a network with this spec; null where it is none of this codec's.</summary>
    public static ModelKind? OfSpec(string spec)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(spec);
            JsonElement root = json.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : All.FirstOrDefault(kind => kind.Fields.All(field => root.TryGetProperty(field, out _)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Loads a model and forgets it, to see whether this build can use it.</summary>
    /// <exception cref="InvalidDataException">It cannot.</exception>
    public abstract void Check(byte[] file);

    /// <summary>Fields that its spec has and no other kind's.</summary>
    private string[] Fields { get; } = fields;
}

/// <summary>A kind of model with what makes it of a weight file.</summary>
/// <param name="name">What lists call it.</param>
/// <param name="noun">What people call it.</param>
/// <param name="fields">Fields that its spec has and no other kind's.</param>
/// <param name="make">The file's id and its model; throws <see cref="InvalidDataException"/> on one that no model can be made of.</param>
internal sealed class ModelKind<T>(string name, string noun, string[] fields, Func<byte[], (uint Id, T Model)> make)
    : ModelKind(name, noun, fields)
    where T : class
{
    /// <summary>The file's id and its model.</summary>
    /// <exception cref="InvalidDataException">No model can be made of it.</exception>
    public (uint Id, T Model) Make(byte[] file) => make(file);

    /// <inheritdoc/>
    public override void Check(byte[] file) => _ = make(file);
}
