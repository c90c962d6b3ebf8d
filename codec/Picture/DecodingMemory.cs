using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.PixelCnn;
using static System.FormattableString;

namespace VaeCodec.Picture;

/// <summary>What decoding takes of memory at most, told from header and chunks: weights, tensors and pixels, which are nearly all of it.
/// Refuses what is more than a reader wants to spend. The file's own bytes are the caller's.</summary>
/// <param name="Total">Bytes in all.</param>
internal sealed record DecodingMemory(double Total)
{
    /// <summary>Tables, and what else does not grow with the picture.</summary>
    private const long Always = 8 << 20;

    /// <summary>What each thread keeps for its share of an operation.</summary>
    private const long PerThread = 2 << 20;

    /// <summary>Of each picture in an archive: its place, its name's and its part's.</summary>
    private const long IndexItem = 160;

    /// <summary>The fewest bytes that a picture takes in an index.</summary>
    private const int LeastIndexBytes = 3;

    /// <summary>Counts a decoding by networks.</summary>
    /// <param name="file">With header and chunks.</param>
    /// <param name="grid">Its picture's blocks.</param>
    /// <param name="model">The flagship.</param>
    /// <param name="pixels">The pixel network; null where it does not run.</param>
    /// <param name="metadata">Bytes of metadata.</param>
    /// <param name="tables">Bytes of the tables that exact areas are coded with.</param>
    /// <param name="options">Threads and strips.</param>
    public static DecodingMemory Of(VaecFile file, in PictureGrid grid, HvaeModel model, PixelCnnModel? pixels, long metadata,
        long tables, DecoderOptions options)
    {
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        double tensors = StripPlan.DecoderBytes(model.Network.Spec, grid.PaddedHeight, grid.PaddedWidth, options.StripBytes, threads);
        double total = Always + model.DecoderBytes + tensors + (threads * PerThread) + metadata + tables + Picture(file, options);
        if (pixels is not null)
            total += pixels.Bytes + Bands(file, pixels, threads);
        return new(total);
    }

    /// <summary>Counts a decoding without one.</summary>
    /// <param name="file">With header and chunks.</param>
    /// <param name="tables">Bytes of the coder's tables.</param>
    /// <param name="metadata">Bytes of metadata.</param>
    /// <param name="options">The picture's scale.</param>
    public static DecodingMemory Plain(VaecFile file, long tables, long metadata, DecoderOptions options)
        => new(Always + tables + metadata + Picture(file, options));

    /// <summary>Counts the decoding of a chain of an archive.</summary>
    /// <param name="side">Of its pictures, which are gray.</param>
    /// <param name="pictures">How many it has.</param>
    /// <param name="coding">Bytes of weights or of a coder's tables.</param>
    public static DecodingMemory Chain(int side, int pictures, long coding) => new(Always + (2.0 * side * side * pictures) + coding);

    /// <summary>Counts an archive's index.</summary>
    /// <param name="bytes">Its length.</param>
    public static DecodingMemory Index(long bytes) => new(bytes + (IndexItem * Math.Min(ArchiveIndex.MaxItems, bytes / LeastIndexBytes)));

    /// <summary>Throws where it is too much.</summary>
    /// <param name="most">The most bytes; null for any.</param>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public void Check(long? most)
    {
        if (Total > most)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                Invariant($"decoding may take {Total / 1e6:0} MB of memory, more than the limit of {most / 1e6:0.###} MB; raise it"));
    }

    /// <summary>The picture, its alpha on the way there, and a smaller one of it.</summary>
    private static double Picture(VaecFile file, DecoderOptions options)
    {
        VaecHeader header = file.Header;
        double pixels = (double)header.Width * header.Height;
        double alpha = file.Chunks.Where(chunk => chunk.Type == VaecChunk.Alpha).Sum(chunk => pixels + chunk.Data.Length);
        double picture = pixels * header.Channels, smaller = options.Scale == 1 ? 0 : picture / (options.Scale * options.Scale);
        return picture + alpha + smaller;
    }

    /// <summary>What the pixel network has beside the lossy picture: the other picture, how far each pixel may be from the lossy one, and
    /// the bands in work.</summary>
    private static double Bands(VaecFile file, PixelCnnModel model, int threads)
    {
        VaecHeader header = file.Header;
        int bands = file.Pixels?.StreamBytes.Count ?? file.Texture!.Bands, rows = (header.Height + bands - 1) / bands;
        return ((double)header.Width * header.Height * (header.Channels + 1))
            + (Math.Min(threads, bands) * (double)PixelCnnBand.BytesOf(model.Spec, header.Width, rows));
    }
}
