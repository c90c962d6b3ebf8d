using VaeCodec.Lossy;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec;

/// <summary>Decodes .vaec files. Thread-safe; the model is shared.</summary>
public sealed class VaeDecoder(DecoderOptions? options = null)
{
    private readonly DecoderOptions _options = options ?? new();

    /// <summary>Checks a file's header, chunks and checksum; needs no weights and makes no pixels.</summary>
    /// <exception cref="VaeCodecException">The bytes are not an intact .vaec file.</exception>
    public static VaeImageInfo Identify(ReadOnlyMemory<byte> file)
    {
        VaecFile vaec = VaecFile.Read(file);
        VaecHeader header = vaec.Header;
        return new(header.Version, header.Width, header.Height, header.Channels, ModelLibrary.In(null).Describe(header.ModelId),
            [.. header.BetaIndices.Select(RateMultiplier.Value)], vaec.Latents.Length, file.Length, header.PixelsCrc32C,
            [.. vaec.Chunks.Select(chunk => new VaeChunkInfo(chunk.Type, VaecChunk.NameOf(chunk.Type), chunk.Data.Length))])
        {
            PixelBytes = vaec.Pixels is null ? null : vaec.PixelStreams.Length,
            Texture = vaec.Texture is null ? null : new() { Temperature = TextureTemperature.Value(vaec.Texture.Temperature), Seed = vaec.Texture.Seed },
        };
    }

    /// <summary>Decodes a file; every checksum is verified, but see <see cref="DecoderOptions.AllowTruncated"/>.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">The file is damaged, unsupported, over the limits, or needs weights that are not here.</exception>
    public PixelImage Decode(ReadOnlyMemory<byte> file, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        => DecodeDetailed(file, progress, cancellationToken).Image;

    /// <summary>Decodes a file like <see cref="Decode"/> and says how many of its latent layers there were.</summary>
    /// <remarks>With <see cref="DecoderOptions.AllowTruncated"/>, a file that has been cut short behind its header and chunks gives the picture
    /// of its whole layers. Its checksums cannot be verified then; all other checks are made. A file that is damaged otherwise is refused
    /// wherever that shows, and is never taken for an intact one.</remarks>
    /// <exception cref="VaeCodecException">As for <see cref="Decode"/>.</exception>
    public DecodedImage DecodeDetailed(ReadOnlyMemory<byte> file, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_options.Scale is not (1 or 2 or 4 or 8))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a scale of {_options.Scale} is asked for; it is 1, 2, 4 or 8");
        DecodedImage decoded = new PictureDecoding(file, _options, cancellationToken, progress).Picture();
        decoded = decoded with { Image = PictureReduction.Reduce(decoded.Image, _options.Scale, cancellationToken) };
        progress?.Report(1);
        return decoded;
    }

    /// <summary>Bits of each latent layer, coarsest first, by running the entropy models without making pixels.</summary>
    public IReadOnlyList<double> LayerBits(ReadOnlyMemory<byte> file, CancellationToken cancellationToken = default)
        => new PictureDecoding(file, _options with { Layers = null, AllowTruncated = false }, cancellationToken, null).LayerBits();

    /// <summary>Reads a stream (seekable or not) to its end and decodes it on the thread pool.</summary>
    public async Task<PixelImage> DecodeAsync(Stream source, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var buffer = new MemoryStream();
        await source.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Decode(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), progress, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }
}
