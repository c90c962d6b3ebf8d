using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Work;

namespace VaeCodec.Pixels;

/// <summary>Runs the pixel network over the bands of rows of a picture, each on its own, one thread each.</summary>
internal sealed class PixelBands(PixelCnnModel model, float rate, int width, int height, int channels, int threads,
    CancellationToken cancellationToken)
{
    private const int SmallPicture = 1 << 16;
    private const int RowsPerPair = 512;

    /// <summary>Bands that an encoder makes: an even number, so that two threads end together, of some 200 rows, because every band starts
    /// without a neighbour above; one for a small picture.</summary>
    public static int CountFor(int width, int height)
        => (long)width * height < SmallPicture ? 1 : Math.Min(2 * ((height + RowsPerPair - 1) / RowsPerPair), PixelChunk.MostBands(height));

    /// <summary>Hands every band and an engine of its own to <paramref name="code"/>, with the band's number.</summary>
    /// <param name="bands">Bands that the picture has.</param>
    /// <param name="lossy">The lossy picture, interleaved.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="code">May run on several threads.</param>
    public void Run(int bands, ReadOnlyMemory<byte> lossy, IProgress<double>? progress, Action<int, PixelCnnBand, PixelCnnEngine> code)
    {
        int done = 0;
        var options = new EngineOptions { CancellationToken = cancellationToken };
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        try
        {
            Parallel.For(0, bands, parallel, i =>
            {
                int top = PixelChunk.FirstRow(i, bands, height), end = PixelChunk.FirstRow(i + 1, bands, height);
                using var band = new PixelCnnBand(model.Spec, lossy.Span, width, height, channels, top, end - top);
                code(i, band, new PixelCnnEngine(model, rate, options));
                lock (parallel)
                    progress?.Report(++done / (double)bands);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            // the first band's failure, whichever thread met one first, so that a damaged file has one message
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions.OfType<OperationCanceledException>()
                .FirstOrDefault() ?? e.InnerExceptions[0]);
        }
    }
}
