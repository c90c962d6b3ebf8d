using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Store.Blobs;

namespace VaeCodec.Store.Content;

/// <summary>The file that makes a folder a store: the version of its layout, and the policy.</summary>
internal static class StoreFile
{
    /// <summary>Its name.</summary>
    public const string Name = "store.json";

    private const int Version = 1;

    /// <summary>Whether a folder is a store.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>Throws where a policy says something that the file has no place for.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static void RequirePlaceFor(StorePolicy policy)
    {
        if (PolicyOf(ContentOf(policy)) != policy)
        {
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                "a store keeps of its policy a quality and an effort, or that pixels are exact, and which originals are kept; give the "
                    + "rest of it with each put");
        }
    }

    /// <summary>Writes it.</summary>
    public static Task WriteAsync(string folder, StorePolicy policy, CancellationToken cancellationToken)
        => DurableFile.WriteAsync(Path.Combine(folder, Name), ToJson(policy), cancellationToken);

    /// <summary>What it says, as UTF-8.</summary>
    public static byte[] ToJson(StorePolicy policy)
        => JsonSerializer.SerializeToUtf8Bytes(ContentOf(policy), StoreFileContext.Default.StoreFileContent);

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="VaeCodecException">Unsupported or Corrupt.</exception>
    public static StorePolicy Read(string folder)
    {
        if (!IsIn(folder))
            throw new IOException($"{folder}: is no store; 'vaecodec store init' makes one");
        string path = Path.Combine(folder, Name);
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>The policy in what it says.</summary>
    /// <param name="json">As UTF-8.</param>
    /// <param name="where">For messages.</param>
    /// <exception cref="VaeCodecException">Unsupported or Corrupt.</exception>
    public static StorePolicy Parse(ReadOnlySpan<byte> json, string where)
    {
        try
        {
            StoreFileContent content = JsonSerializer.Deserialize(json, StoreFileContext.Default.StoreFileContent)
                ?? throw new JsonException("it is null");
            return content.Version == Version ? PolicyOf(content) : throw new VaeCodecException(VaeCodecErrorKind.Unsupported,
                $"{where}: the store is of version {content.Version}, and this build knows {Version}; use a later build");
        }
        catch (Exception cause) when (cause is JsonException or VaeCodecException { Kind: VaeCodecErrorKind.BadArgument })
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"{where}: is damaged: {cause.Message}", inner: cause);
        }
    }

    private static StoreFileContent ContentOf(StorePolicy policy)
    {
        Mode mode = policy.Encoder.Mode;
        return new(Version, mode.IsLossless ? null : mode.Rate.AsQuality, mode.IsLossless, mode.Effort, policy.KeepSmallerOriginal,
            policy.KeepIncompleteOriginal);
    }

    private static StorePolicy PolicyOf(StoreFileContent content) => new()
    {
        Encoder = new()
        {
            Mode = content.Lossless ? Mode.Lossless()
                : Mode.Lossy(Rate.Quality(content.Quality ?? StorePolicy.DefaultQuality), content.Effort),
        },
        KeepSmallerOriginal = content.KeepSmaller,
        KeepIncompleteOriginal = content.KeepIncomplete,
    };
}

/// <summary>What the file says.</summary>
internal sealed record StoreFileContent(int Version, double? Quality, bool Lossless, int Effort, bool KeepSmaller, bool KeepIncomplete);

/// <summary>Its serialiser.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(StoreFileContent))]
internal sealed partial class StoreFileContext : JsonSerializerContext;
