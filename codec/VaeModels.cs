using VaeCodec.Bitstream.Containers;
using VaeCodec.Models;

namespace VaeCodec;

/// <summary>The weights that the codec uses: those that ship with the library, then those of a user's folder. A .vaec file names its weights by
/// their hash, so that files of several models can be used side by side.</summary>
public static class VaeModels
{
    /// <summary>Names the user's folder in the environment.</summary>
    public const string FolderVariable = "VAECODEC_MODELS";

    /// <summary>Where weights are looked for that do not ship with the library, unless options name another folder: the one that the environment names,
    /// else <c>vaecodec/models</c> in the user's folder of local application data (<c>~/.local/share</c>). It need not exist.</summary>
    public static string UserFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "vaecodec", "models");

    /// <summary>Loads the default model now instead of with the first picture (some tens of milliseconds).</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged.</exception>
    public static void Preload() => _ = ModelStore.Default;

    /// <summary>Loads the model that an encoder with these options will use.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged.</exception>
    public static void Preload(EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = ModelStore.Choose(options.Model, options.ModelsFolder);
    }

    /// <summary>Loads the model that a decoder with these options will need for a file.</summary>
    /// <param name="file">The file, or its beginning with the whole header.</param>
    /// <param name="options">Where to look.</param>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged; or the header is no .vaec file's.</exception>
    public static void Preload(ReadOnlySpan<byte> file, DecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = ModelStore.Get(VaecFile.ReadHeader(file).ModelId, options.ModelsFolder);
    }
}
