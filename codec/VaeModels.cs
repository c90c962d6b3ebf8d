using System.Reflection;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Models;

namespace VaeCodec;

/// <summary>The models that the codec uses: those that ship with the library, then those of a user's folder, then those of registered
/// assemblies. Files name their models by the hash of the weights, so that files of several models can be used side by side.</summary>
public static class VaeModels
{
    /// <summary>Names the user's folder in the environment.</summary>
    public const string FolderVariable = "VAECODEC_MODELS";

    /// <summary>Where weights are looked for that do not ship with the library, unless options name another folder: the one that the
    /// environment names, else <c>vaecodec/models</c> in the user's folder of local application data (<c>~/.local/share</c>). It need not
    /// exist.</summary>
    public static string UserFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify), "vaecodec", "models");

    /// <summary>Loads the default model now instead of with the first picture (some tens of milliseconds).</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged.</exception>
    public static void Preload() => _ = ModelLibrary.In(null).Default(ModelKind.Hvae);

    /// <summary>Loads the model that an encoder with these options will use.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged.</exception>
    public static void Preload(EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = ModelLibrary.In(options.ModelsFolder).Choose(ModelKind.Hvae, options.Model);
    }

    /// <summary>Loads the model that a decoder with these options will need for a file.</summary>
    /// <param name="file">The file, or its beginning with the whole header.</param>
    /// <param name="options">Where to look.</param>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged; or the header is no .vaec file's.</exception>
    public static void Preload(ReadOnlySpan<byte> file, DecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        uint model = VaecFile.ReadHeader(file).ModelId;
        if (model != VaecHeader.NoModel)
            _ = ModelLibrary.In(options.ModelsFolder).Get(ModelKind.Hvae, model);
    }

    /// <summary>Adds the models of an assembly that has weights as embedded resources: <c>models.json</c>, as in the package, and the
    /// <c>NAME-rN.safetensors</c> that it lists. They are looked for behind the package and the user's folder, by every encoder and decoder
    /// of the process from now on.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the assembly has no list of models. UnknownModel: its list cannot be
    /// read.</exception>
    public static void Register(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ModelLibrary.Register(assembly);
    }

    /// <summary>The models that are known: the weight files of every place in the order in which places are searched, then listed models
    /// that no place has.</summary>
    /// <param name="modelsFolder">The user's folder; null for <see cref="UserFolder"/>.</param>
    /// <exception cref="VaeCodecException">UnknownModel: a list of models cannot be read.</exception>
    public static IReadOnlyList<VaeModelInfo> List(string? modelsFolder = null) => ModelInventory.Of(ModelLibrary.In(modelsFolder));

    /// <summary>Hashes a model's weight file and loads it.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the file is missing, has another hash, or is no model of its kind.</exception>
    public static void Verify(VaeModelInfo model)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            (model.File ?? throw new InvalidDataException("no place has it")).Verify();
        }
        catch (InvalidDataException e)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel,
                $"the weights of {model.Name} ({model.Id}) cannot be used: {e.Message}", inner: e);
        }
    }

    /// <summary>Where models are looked for, in this order: the package's folder, the user's, and the registered assemblies by their
    /// names.</summary>
    /// <param name="modelsFolder">The user's folder; null for <see cref="UserFolder"/>.</param>
    public static IReadOnlyList<string> Places(string? modelsFolder = null) =>
        [.. ModelLibrary.In(modelsFolder).Places.Select(place => place.Path)];
}
