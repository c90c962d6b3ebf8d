using System.Collections.Concurrent;

namespace VaeCodec.Train.Data;

/// <summary>Prepares batches on a thread of its own, ahead of the training step. Batch k is a function of seed, k and its size.</summary>
internal sealed class BatchQueue : IDisposable
{
    private const int Ahead = 2;
    private readonly BlockingCollection<TrainingBatch> _ready = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;

    /// <summary>Starts at batch <paramref name="first"/>.</summary>
    /// <param name="crops">Draws crops.</param>
    /// <param name="rates">Draws their rates.</param>
    /// <param name="seed">Of both.</param>
    /// <param name="batch">Crops of a batch, by its index.</param>
    /// <param name="crop">Side of the crops.</param>
    /// <param name="first">Index of the first batch.</param>
    public BatchQueue(CropSampler crops, RateSampler rates, ulong seed, Func<long, int> batch, int crop, long first)
    {
        ArgumentNullException.ThrowIfNull(crops);
        ArgumentNullException.ThrowIfNull(rates);
        _thread = new(() => Produce(index =>
        {
            var random = new CounterRandom(seed, CounterRandom.Stream.Batch, index);
            int count = batch(index);
            return new(count, crop, crops.Draw(random, count), rates.Draw(random, count));
        }, first))
        { IsBackground = true, Name = "training batches" };
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
