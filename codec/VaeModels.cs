namespace VaeCodec;

/// <summary>The weights that ship with the library.</summary>
public static class VaeModels
{
    /// <summary>Loads the default model now instead of with the first picture (some tens of milliseconds).</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the weights are missing or damaged.</exception>
    public static void Preload() => _ = Pipeline.ModelStore.Default;
}
