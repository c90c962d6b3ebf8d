using System.Globalization;
using VaeCodec.Batch.Shards;
using VaeCodec.Batch.Sources;

namespace VaeCodec.Batch.Commands;

/// <summary>Tells when there is nothing left to wait for: all is done, or nobody will do the rest.</summary>
/// <param name="patience">How long nothing may go on before that counts as the end: jobs are counted one state after another, so that
/// one on its way between two may be missed, and who submits may be slow in finding the next shard's pictures.</param>
internal sealed class BatchEnd(TimeSpan patience)
{
    private DateTime? _quiet;

    /// <summary>With the usual patience.</summary>
    public BatchEnd()
        : this(TimeSpan.FromMinutes(1))
    {
    }

    /// <summary>Whether it has come.</summary>
    /// <param name="state">As it is now.</param>
    public bool HasCome(BatchState state)
    {
        if (state.Batches.All(batch => batch.IsDone))
            return true;
        if (Left(state) != 0 && state.Queued + state.Waiting != 0)
        {
            _quiet = null;
            return false;
        }

        _quiet ??= DateTime.UtcNow;
        return DateTime.UtcNow - _quiet >= patience;
    }

    /// <summary>Says on stderr what is left at the end.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(BatchState state)
    {
        int code = ExitCode.Success;
        if (Left(state) is not 0 and var shards)
        {
            code = Failure.Report(string.Create(CultureInfo.InvariantCulture,
                $"{shards} shards were given up; once what stopped them is put right, 'batch retry' tries them again"), ExitCode.BadInput);
        }

        foreach (BatchProgress batch in state.Batches.Where(batch => !batch.Listed))
        {
            code = Failure.Report($"{batch.Batch} is not whole: who submitted it has ended before all of its pictures were found; submit "
                + $"{(batch.Source == Source.List ? "its list" : batch.Source)} again", ExitCode.BadInput);
        }

        return code;
    }

    private static long Left(BatchState state) => state.Batches.Sum(batch => batch.Shards - batch.ShardsDone);
}
