using VaeCodec.Bitstream;
using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>The exact pixels of a picture behind its lossy ones, in bands of rows that are coded on their own, one thread each.</summary>
internal sealed class ExactPixels(PixelModel model, float rate, int width, int height, int channels, int threads, CancellationToken cancellationToken)
{
    private const int SmallPicture = 1 << 16;
    private const int RowsPerPair = 512;

    /// <summary>Bands that an encoder makes: an even number, so that two threads end together, of some 200 rows, because every band starts
    /// without a neighbour above; one for a small picture.</summary>
    public static int BandsOf(int width, int height)
        => (long)width * height < SmallPicture ? 1 : Math.Min(2 * ((height + RowsPerPair - 1) / RowsPerPair), PixelChunk.MostBands(height));

    /// <summary>The stream of each band. Both pictures are interleaved, with alpha where there is one.</summary>
    public byte[][] Encode(ReadOnlyMemory<byte> exact, ReadOnlyMemory<byte> lossy, IProgress<double>? progress)
    {
        var streams = new byte[BandsOf(width, height)][];
        ForBands(streams.Length, progress, (i, band, engine) =>
        {
            var step = new PixelEncodingStep(band, exact, channels);
            engine.Run(band, step);
            streams[i] = step.Finish();
        }, lossy);
        return streams;
    }

    /// <summary>Decodes the streams that lie one after the other in <paramref name="payload"/>; alpha is copied from the lossy picture.</summary>
    public byte[] Decode(PixelChunk chunk, ReadOnlyMemory<byte> payload, long payloadOffset, byte[] lossy, IProgress<double>? progress)
    {
        byte[] pixels = [.. lossy];
        int[] starts = new int[chunk.StreamBytes.Count];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + chunk.StreamBytes[i - 1];
        ForBands(starts.Length, progress, (i, band, engine) =>
        {
            var step = new PixelDecodingStep(band, new(payload.Slice(starts[i], chunk.StreamBytes[i]), payloadOffset + starts[i]), pixels, channels);
            engine.Run(band, step);
            step.Finish();
        }, lossy);
        return pixels;
    }

    private void ForBands(int bands, IProgress<double>? progress, Action<int, PixelBand, PixelEngine> code, ReadOnlyMemory<byte> lossy)
    {
        int done = 0;
        var options = new EngineOptions { CancellationToken = cancellationToken };
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, bands, parallel, i =>
            {
                int top = PixelChunk.FirstRow(i, bands, height), end = PixelChunk.FirstRow(i + 1, bands, height);
                using var band = new PixelBand(model.Spec, lossy.Span, width, height, channels, top, end - top);
                code(i, band, new PixelEngine(model, rate, options));
                lock (parallel)
                    progress?.Report(++done / (double)bands);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            // the first band's failure, whichever thread met one first, so that a damaged file has one message
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions.OfType<OperationCanceledException>().FirstOrDefault() ?? e.InnerExceptions[0]);
        }
    }
}
