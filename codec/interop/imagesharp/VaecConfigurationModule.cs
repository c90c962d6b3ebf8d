using SixLabors.ImageSharp;

namespace VaeCodec.ImageSharp;

/// <summary>Registers .vaec: <c>Configuration.Default.Configure(new VaecConfigurationModule())</c> once, and <c>Image.Load</c>,
/// <c>Image.Identify</c> and <c>image.Save("a.vaec")</c> know it.</summary>
public sealed class VaecConfigurationModule : IConfigurationModule
{
    /// <summary>How files are written that are given by their name alone.</summary>
    public EncoderOptions EncoderOptions { get; init; } = new();

    /// <summary>How files are read: models, threads, and limits for files of strangers.</summary>
    public DecoderOptions DecoderOptions { get; init; } = new();

    /// <inheritdoc/>
    public void Configure(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.ImageFormatsManager.SetEncoder(VaecFormat.Instance, new VaecEncoder { Options = EncoderOptions });
        configuration.ImageFormatsManager.SetDecoder(VaecFormat.Instance, new VaecDecoder { Options = DecoderOptions });
        configuration.ImageFormatsManager.AddImageFormatDetector(new VaecFormatDetector());
    }
}
