using System.Collections.Concurrent;

namespace VaeCodec.Train.Data;

/// <summary>Prepares batches on a thread of its own, ahead of the training step. Batch k is a function of (seed, k) alone.</summary>
internal sealed class BatchQueue : IDisposable
{
    private const int Ahead = 2;
    private readonly BlockingCollection<TrainingBatch> _ready = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;

    /// <summary>Starts at batch <paramref name="first"/>.</summary>
    public BatchQueue(CropSampler crops, RateSampler rates, ulong seed, int batch, int crop, long first)
    {
        ArgumentNullException.ThrowIfNull(crops);
        ArgumentNullException.ThrowIfNull(rates);
        _thread = new(() => Produce(index =>
        {
            var random = new CounterRandom(seed, CounterRandom.Stream.Batch, index);
            return new(batch, crop, crops.Draw(random, batch), rates.Draw(random, batch));
        }, first)) { IsBackground = true, Name = "training batches" };
        _thread.Start();
    }

    /// <summary>The next batch.</summary>
    public TrainingBatch Take()
    {
        try
        {
            return _ready.Take();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException("the thread that prepares batches has stopped", _failure ?? e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void Produce(Func<long, TrainingBatch> make, long first)
    {
        try
        {
            for (long index = first; ; index++)
                _ready.Add(make(index), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OutOfMemoryException)
        {
            _failure = e;
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }
}
