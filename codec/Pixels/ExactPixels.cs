using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Pixels;

/// <summary>The exact pixels of a picture behind its lossy ones, in bands of rows that are coded on their own.</summary>
internal sealed class ExactPixels(PixelBands bands, int width, int height, int channels)
{
    /// <summary>The stream of each band. Both pictures are interleaved, with alpha where there is one.</summary>
    public byte[][] Encode(ReadOnlyMemory<byte> exact, ReadOnlyMemory<byte> lossy, IProgress<double>? progress)
    {
        var streams = new byte[PixelBands.CountFor(width, height)][];
        bands.Run(streams.Length, lossy, progress, (i, band, engine) =>
        {
            var coder = new ExactPixelEncoder(band, exact, channels);
            engine.Run(band, coder);
            streams[i] = coder.Finish();
        });
        return streams;
    }

    /// <summary>Decodes the streams that lie one after the other in <paramref name="payload"/>; alpha is copied from the lossy
    /// picture.</summary>
    public byte[] Decode(PixelChunk chunk, ReadOnlyMemory<byte> payload, long payloadOffset, byte[] lossy, IProgress<double>? progress)
    {
        byte[] pixels = [.. lossy];
        int[] starts = new int[chunk.StreamBytes.Count];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + chunk.StreamBytes[i - 1];
        bands.Run(starts.Length, lossy, progress, (i, band, engine) =>
        {
            var coder = new ExactPixelDecoder(band, new(payload.Slice(starts[i], chunk.StreamBytes[i]), payloadOffset + starts[i]), pixels,
                channels);
            engine.Run(band, coder);
            coder.Finish();
        });
        return pixels;
    }
}
