using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Store;
using VaeCodec.Store.Content;

namespace VaeCodec.Batch.Shards;

/// <summary>What the pictures of a batch are kept as.</summary>
/// <param name="Policy">What a store's file would say of it.</param>
/// <param name="Tags">What each is tagged with.</param>
/// <param name="MaxPixels">The most pixels of one.</param>
internal sealed record BatchOptions(string Policy, string[] Tags, long MaxPixels)
{
    /// <summary>Of a policy.</summary>
    /// <exception cref="VaeCodecException">BadArgument: it cannot be kept.</exception>
    public static BatchOptions Of(StorePolicy policy, string[] tags, long maxPixels)
    {
        StoreFile.RequirePlaceFor(policy);
        return new(Encoding.UTF8.GetString(StoreFile.ToJson(policy)), Store.Content.Tags.Valid(tags), maxPixels);
    }

    /// <summary>Reads them.</summary>
    public static BatchOptions Parse(string json) => JsonSerializer.Deserialize(json, BatchOptionsContext.Default.BatchOptions)
        ?? throw new JsonException("a batch without options");

    /// <summary>As text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BatchOptionsContext.Default.BatchOptions);

    /// <summary>The policy: a thread for each picture, since a worker has as many pictures in hand as it may use threads.</summary>
    public StorePolicy ToPolicy(string? models)
    {
        StorePolicy policy = StoreFile.Parse(Encoding.UTF8.GetBytes(Policy), "the batch");
        return policy with
        {
            Encoder = policy.Encoder with { Threads = 1, MaxPixels = MaxPixels, ModelsFolder = models },
            Reading = policy.Reading with { MaxPixels = MaxPixels },
        };
    }
}

/// <summary>Their serialiser.</summary>
[JsonSerializable(typeof(BatchOptions))]
internal sealed partial class BatchOptionsContext : JsonSerializerContext;
