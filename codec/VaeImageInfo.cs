using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;

namespace VaeCodec;

/// <summary>What a .vaec file says of itself; read without weights and without decoding.</summary>
/// <param name="Version">Container version.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha.</param>
/// <param name="Model">The weights that the file needs; null where it needs none.</param>
/// <param name="Beta">One multiplier per latent layer, coarsest first; a single one when all are equal; none where there are no
/// layers.</param>
/// <param name="LatentBytes">Length of the coded latents; null where the file's length is not known.</param>
/// <param name="FileBytes">Length of the whole file; null for a stream that does not tell.</param>
/// <param name="PixelsCrc32C">CRC-32C of the decoded pixels, interleaved.</param>
/// <param name="Chunks">What the file holds besides the latents, in its order.</param>
public sealed record VaeImageInfo(int Version, int Width, int Height, int Channels, ModelId? Model, IReadOnlyList<double> Beta,
    long? LatentBytes, long? FileBytes, uint PixelsCrc32C, IReadOnlyList<VaeChunkInfo> Chunks)
{
    /// <summary>True for exact pixels that were coded without a network, in the way of graphics.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Bytes of the exact pixels' streams; null in a lossy file.</summary>
    public long? PixelBytes { get; init; }

    /// <summary>How the picture's texture is drawn; null where it has none.</summary>
    public VaeTextureInfo? Texture { get; init; }

    internal static VaeImageInfo Of(VaecSummary file, long? bytes)
    {
        VaecHeader header = file.Header;
        bool isPlain = file.Chunks.Any(chunk => chunk.Type == VaecChunk.Plain);
        long? payload = bytes - file.LatentsOffset;
        long? latents = isPlain ? 0 : file.Pixels?.LatentBytes ?? payload;
        return new(header.Version, header.Width, header.Height, header.Channels,
            isPlain ? null : ModelLibrary.In(null).Describe(header.ModelId),
            isPlain ? [] : new RateVector(header.BetaIndices).Values, latents, bytes, header.PixelsCrc32C,
            [.. file.Chunks.Select(chunk => new VaeChunkInfo(chunk.Type, VaecChunk.NameOf(chunk.Type), chunk.Bytes))])
        {
            IsPlain = isPlain,
            PixelBytes = isPlain ? payload : file.Pixels is { } exact ? exact.PayloadBytes - exact.LatentBytes : null,
            Texture = file.Texture is { } texture ? new(TextureTemperature.Value(texture.Temperature), texture.Seed) : null,
        };
    }
}

/// <summary>A chunk of a .vaec file.</summary>
/// <param name="Type">Its type, 1 to 255.</param>
/// <param name="Name">alpha, exact pixels, texture, plain pixels, exact areas, ICC, EXIF, XMP, resolution, colour code points or
/// unknown.</param>
/// <param name="Bytes">Its length in the file, compressed.</param>
public sealed record VaeChunkInfo(int Type, string Name, int Bytes);

/// <summary>How the texture of a picture is drawn; see <see cref="Mode.Texture"/>.</summary>
/// <param name="Temperature">How far samples depart from what is likeliest.</param>
/// <param name="Seed">Of the random numbers.</param>
public sealed record VaeTextureInfo(double Temperature, uint Seed);
