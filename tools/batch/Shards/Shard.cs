namespace VaeCodec.Batch.Shards;

/// <summary>Some hundred pictures of a batch, which one worker does in their order.</summary>
/// <param name="Batch">The batch's name.</param>
/// <param name="Number">Its number in it.</param>
/// <param name="Source">Where the pictures come from.</param>
/// <param name="Entries">Their names there.</param>
/// <param name="Options">What they are kept as.</param>
/// <param name="Done">How many of them are done with.</param>
/// <param name="Starts">How often a worker has taken it in hand, this time included, since one last wrote down how far it was.</param>
/// <param name="InHand">The picture that the last worker had in hand, if it wrote that down.</param>
internal sealed record Shard(string Batch, long Number, string Source, string[] Entries, BatchOptions Options, int Done, long Starts,
    int? InHand);

/// <summary>What has become of pictures of a shard, since that was last written down.</summary>
internal sealed class ShardTally
{
    public long Added { get; set; }

    public long Present { get; set; }

    public long Failed { get; set; }

    public long SourceBytes { get; set; }

    public long StoredBytes { get; set; }
}

/// <summary>How far a batch is.</summary>
/// <param name="Batch">Its name: when it was made, UTC, and something random.</param>
/// <param name="Source">Where the pictures come from; empty for a list.</param>
/// <param name="Listed">Whether all its pictures are known.</param>
/// <param name="Shards">Its shards.</param>
/// <param name="ShardsDone">Those that are done.</param>
/// <param name="Pictures">Its pictures.</param>
/// <param name="Done">Those that are done with.</param>
/// <param name="Added">Those that the store did not have.</param>
/// <param name="Present">Those that it had.</param>
/// <param name="Failed">Those that were set aside.</param>
/// <param name="SourceBytes">Bytes of the sources that were added.</param>
/// <param name="StoredBytes">Bytes of what they became.</param>
/// <param name="Error">What has last stopped a shard that is not done.</param>
internal sealed record BatchProgress(string Batch, string Source, bool Listed, long Shards, long ShardsDone, long Pictures, long Done,
    long Added, long Present, long Failed, long SourceBytes, long StoredBytes, string? Error)
{
    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsDone => Listed && ShardsDone == Shards;
}

/// <summary>A picture that was set aside.</summary>
/// <param name="Batch">Of which batch.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Entry">Its name there.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record PoisonPicture(string Batch, string Source, string Entry, string Reason);
