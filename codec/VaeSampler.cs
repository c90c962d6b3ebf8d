using VaeCodec.Models;
using VaeCodec.Sampling;

namespace VaeCodec;

/// <summary>Draws pictures from the trained models: a decoder that is given random bits in place of a file draws exactly what its entropy
/// model expects (to code well and to model well are the same, "Variational Lossy Autoencoder", Chen et al. 2017, section 2.1). What comes
/// out shows what a model knows, and what it does not. An instance may serve many threads.</summary>
/// <param name="options">Null for the defaults.</param>
public sealed class VaeSampler(SamplerOptions? options = null)
{
    private readonly SamplerOptions _options = options ?? new();

    /// <summary>Draws a picture from a flagship.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>RGB.</returns>
    /// <exception cref="VaeCodecException">BadArgument: no such size or rate, or a model of another kind. LimitExceeded: more pixels than
    /// allowed. UnknownModel: the model is not at hand.</exception>
    public PixelImage Draw(int width, int height, CancellationToken cancellationToken = default)
        => PictureSampling.Run(_options, width, height, cancellationToken);

    /// <summary>Draws the finer layers of a file's picture: the coarser ones are the file's. Size, rate and model are the file's,
    /// too.</summary>
    /// <param name="vaec">The file.</param>
    /// <param name="layers">How many layers are the file's, coarsest first.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>RGB.</returns>
    /// <exception cref="VaeCodecException">BadArgument: the file's model has not so many layers. Others as in
    /// <see cref="VaeDecoder.Decode"/>.</exception>
    public PixelImage DrawFiner(ReadOnlyMemory<byte> vaec, int layers, CancellationToken cancellationToken = default)
        => PictureSampling.Run(_options, vaec, layers, cancellationToken);

    /// <summary>Draws small pictures from an archive model.</summary>
    /// <param name="count">How many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Gray, square, of the model's side.</returns>
    /// <exception cref="VaeCodecException">BadArgument: no such count, a temperature, which these models have no use for, or a model of
    /// another kind. UnknownModel: the model is not at hand.</exception>
    public IReadOnlyList<PixelImage> DrawSmall(int count, CancellationToken cancellationToken = default)
        => SmallPictureSampling.Run(_options, count, cancellationToken);

    /// <summary>Whether <see cref="DrawSmall"/> is for this model, and <see cref="Draw"/> is not.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: there is no such model. BadArgument: there are several.</exception>
    public bool IsSmall
        => _options.Model is { } wanted && ModelChoice.KindOf(ModelLibrary.In(_options.ModelsFolder), wanted) == ModelKind.Vlae;
}
