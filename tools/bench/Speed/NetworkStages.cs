using System.Globalization;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Bench.Speed;

/// <summary>Which stage of the network a layer belongs to, told by its parameter names.</summary>
internal sealed class NetworkStages(HvaeSpec spec)
{
    /// <summary>"analysis 1/8", "top-down 1/16", "synthesis"; a name that is no layer's is its own stage.</summary>
    public string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split('.');
        return parts[0] switch
        {
            "patch" => Analysis(0),
            "analysis" or "down" => Analysis(Index(parts)),
            "before" or "latent" or "after" or "up" => $"top-down 1/{spec.CoarsestStride >> Index(parts)}",
            "synthesis" or "unpatch" => "synthesis 1/4",
            _ => name,
        };
    }

    private static string Analysis(int scale) => $"analysis 1/{4 << scale}";

    private static int Index(string[] parts) => int.Parse(parts[1], CultureInfo.InvariantCulture);
}
