using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeCodec.Store.Content;

/// <summary>The file that makes a folder a store: the version of its layout, and the policy.</summary>
internal static class StoreFile
{
    private const string Name = "store.json";
    private const int Version = 1;

    /// <summary>Whether a folder is a store.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>Writes it.</summary>
    public static void Write(string folder, StorePolicy policy)
    {
        Mode mode = policy.Encoder.Mode;
        var content = new StoreFileContent(Version, mode.IsLossless ? null : mode.Rate.AsQuality ?? StorePolicy.DefaultQuality,
            mode.IsLossless, mode.Effort, policy.KeepSmallerOriginal, policy.KeepIncompleteOriginal);
        File.WriteAllBytes(Path.Combine(folder, Name),
            JsonSerializer.SerializeToUtf8Bytes(content, StoreFileContext.Default.StoreFileContent));
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="VaeCodecException">Unsupported or Corrupt.</exception>
    public static StorePolicy Read(string folder)
    {
        if (!IsIn(folder))
            throw new IOException($"{folder}: is no store; 'vaecodec store init' makes one");
        string path = Path.Combine(folder, Name);
        StoreFileContent content;
        try
        {
            content = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreFileContext.Default.StoreFileContent)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException cause)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"{path}: is damaged: {cause.Message}", inner: cause);
        }

        if (content.Version != Version)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Unsupported,
                $"{path}: the store is of version {content.Version}, and this build knows {Version}; use a later build");
        }

        Mode mode = content.Lossless ? Mode.Lossless()
            : Mode.Lossy(Rate.Quality(content.Quality ?? StorePolicy.DefaultQuality), content.Effort);
        return new()
        {
            Encoder = new() { Mode = mode },
            KeepSmallerOriginal = content.KeepSmaller,
            KeepIncompleteOriginal = content.KeepIncomplete,
        };
    }
}

/// <summary>What the file says.</summary>
internal sealed record StoreFileContent(int Version, double? Quality, bool Lossless, int Effort, bool KeepSmaller, bool KeepIncomplete);

/// <summary>Its serialiser.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(StoreFileContent))]
internal sealed partial class StoreFileContext : JsonSerializerContext;
