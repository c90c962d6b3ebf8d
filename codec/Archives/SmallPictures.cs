using VaeCodec.Models;

namespace VaeCodec.Archives;

/// <summary>The small gray pictures of a new archive. Each is coded in every way that there is for it, and kept in the one that takes the
/// least: a chain of a model that fits, a plain chain, or a lossless .vaec file of its own.</summary>
/// <param name="library">Has the models.</param>
/// <param name="wanted">The only model to use; null for all defaults that fit.</param>
/// <param name="restart">Pictures in a chain.</param>
/// <param name="lossless">Encodes a picture as a lossless file of its own.</param>
internal sealed class SmallPictures(ModelLibrary library, VlaeChainCoding? wanted, int restart,
    Func<PixelImage, IProgress<double>?, CancellationToken, byte[]> lossless)
{
    /// <summary>Bytes that a chain takes in the index, and of bits-back besides: a way that saves less than that is not worth it.</summary>
    private const int ChainBytes = 64;

    /// <summary>A file of its own is not tried for pictures that take less in a chain: header and index entry are half of that.</summary>
    private const int LeastFile = 64;

    /// <summary>When, of 0..1, the ways have been tried, and when the files of their own.</summary>
    private const double TriedShare = 0.4, FilesShare = 0.9;

    private readonly List<Small> _pictures = [];
    private readonly List<ChainCoding> _codings = [];

    /// <summary>Takes a picture if there is a model for it.</summary>
    /// <param name="item">Its place in the archive.</param>
    /// <param name="image">The picture.</param>
    public bool TryAdd(int item, PixelImage image)
    {
        if (!IsSmall(image))
            return false;
        int[] models = [.. CodingsFor(image).Select(coding => Place(coding))];
        if (models.Length == 0)
            return false;
        _pictures.Add(new(_pictures.Count, item, (byte[])image.Pixels.Clone(), image.Width,
            [.. models, Place(new PlainChainCoding(image.Width))]));
        return true;
    }

    /// <summary>Whether the wanted model fits a picture.</summary>
    public bool IsAsWanted(PixelImage image) => wanted is not null && IsSmall(image) && Fits(wanted, image);

    /// <summary>Chooses for every picture and codes the chains.</summary>
    /// <param name="threads">Chains at a time.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The sets that are used, each with its chains and the items in them; and files of the others.</returns>
    public (IReadOnlyList<CodedSet> Sets, IReadOnlyDictionary<int, byte[]> Files) Code(int threads, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        CodedSet[] tried = Sets([.. _codings.Select((_, way) => _pictures.Where(picture => picture.Ways.Contains(way)).ToArray())],
            [], parallel, ProgressShare.Of(progress, 0, TriedShare));
        var bits = new double[_codings.Count, _pictures.Count];
        for (int way = 0; way < tried.Length; way++)
        {
            foreach ((Small picture, double cost) in tried[way].Pictures.Zip(tried[way].Chains.SelectMany(chain => chain.PictureBits)))
                bits[way, picture.Index] = cost;
        }

        int[] choice = Choose(bits);
        Dictionary<int, byte[]> files = Files(choice, bits, ProgressShare.Of(progress, TriedShare, FilesShare), cancellationToken);
        Small[][] members = [.. _codings.Select((_, way) => _pictures
            .Where(picture => choice[picture.Index] == way && !files.ContainsKey(picture.Item)).ToArray())];
        return ([.. Sets(members, tried, parallel, ProgressShare.Of(progress, FilesShare, 1)).Where(set => set.Pictures.Count > 0)], files);
    }

    /// <summary>The cheapest way for each picture; ways that save too little in all are given up, the least useful first.</summary>
    private int[] Choose(double[,] bits)
    {
        List<int> open = [.. Enumerable.Range(0, _codings.Count)];
        while (true)
        {
            int[] choice = [.. _pictures.Select((_, i) => Cheapest(i, open))];
            (int Way, double Saved)[] poor = [.. open.Select(way => (Way: way, Saved: Saved(way))).Where(way => way.Saved < 0)
                .OrderBy(way => way.Saved)];
            if (poor.Length == 0)
                return choice;
            open.Remove(poor[0].Way);

            // what the pictures of a way would take more in others, less what its chains cost; a picture that has no other keeps it
            double Saved(int way)
            {
                int[] mine = [.. choice.Index().Where(chosen => chosen.Item == way).Select(chosen => chosen.Index)];
                if (mine.Length == 0 || mine.Any(i => _pictures[i].Ways.Count(open.Contains) == 1))
                    return 0;
                List<int> others = [.. open.Where(other => other != way)];
                return mine.Sum(i => bits[Cheapest(i, others), i] - bits[way, i])
                    - 8.0 * ChainBytes * ((mine.Length + restart - 1) / restart);
            }
        }

        int Cheapest(int picture, List<int> ways) => _pictures[picture].Ways.Where(ways.Contains).MinBy(way => bits[way, picture]);
    }

    /// <summary>Files of those pictures that take fewer bytes so.</summary>
    private Dictionary<int, byte[]> Files(int[] choice, double[,] bits, ProgressShare? progress, CancellationToken cancellationToken)
    {
        var files = new Dictionary<int, byte[]>();
        foreach (Small picture in _pictures)
        {
            int way = choice[picture.Index];
            double inChain = bits[way, picture.Index];
            if (_codings[way] is not PlainChainCoding || inChain < 8 * LeastFile)
                continue;
            double share = 1.0 / _pictures.Count, done = picture.Index * share;
            byte[] file = lossless(new(picture.Side, picture.Side, 1, picture.Pixels), ProgressShare.Of(progress, done, done + share),
                cancellationToken);
            if (8.0 * file.Length < inChain)
                files.Add(picture.Item, file);
        }

        return files;
    }

    /// <summary>Codes sets of pictures, one for each coding; what has been coded before is not coded again.</summary>
    private CodedSet[] Sets(Small[][] members, CodedSet[] before, ParallelOptions parallel, ProgressShare? progress)
    {
        int done = 0;
        CodedChain?[][] chains = [.. members.Select((pictures, way) => way < before.Length && before[way].Pictures.SequenceEqual(pictures)
            ? [.. before[way].Chains] : new CodedChain?[(pictures.Length + restart - 1) / restart])];
        (int Way, int Chain)[] jobs = [.. chains.SelectMany((coded, way) => coded.Index().Where(chain => chain.Item is null)
            .Select(chain => (way, chain.Index)))];
        Parallel.ForEach(jobs, parallel, job =>
        {
            IReadOnlyList<ReadOnlyMemory<byte>> pictures = [.. members[job.Way].Skip(job.Chain * restart).Take(restart)
                .Select(picture => (ReadOnlyMemory<byte>)picture.Pixels)];
            chains[job.Way][job.Chain] = _codings[job.Way].Encode(pictures, parallel.CancellationToken);
            lock (jobs)
                progress?.Report(++done / (double)jobs.Length);
        });
        return [.. members.Select((pictures, way) => new CodedSet(_codings[way], pictures, [.. chains[way].Select(chain => chain!)]))];
    }

    private VlaeChainCoding[] CodingsFor(PixelImage image)
    {
        IEnumerable<VlaeChainCoding> defaults = library.Released(ModelKind.Vlae).Where(entry => entry.Status == ModelStatus.Default)
            .Select(entry => new VlaeChainCoding(library.Get(ModelKind.Vlae, entry.Id)));
        return IsAsWanted(image) ? [wanted!] : [.. defaults.Where(coding => Fits(coding, image))];
    }

    private static bool IsSmall(PixelImage image)
        => image.Channels == 1 && image.Width == image.Height && image.Pixels.Length == image.Width * image.Height;

    private static bool Fits(ChainCoding coding, PixelImage image) => coding.Side == image.Width && coding.Fits(image.Pixels);

    /// <summary>Of a coding among all; an equal one that came before serves for it.</summary>
    private int Place(ChainCoding coding)
    {
        int place = _codings.FindIndex(other => (other.ModelId, other.Side) == (coding.ModelId, coding.Side));
        if (place < 0)
            _codings.Add(coding);
        return place < 0 ? _codings.Count - 1 : place;
    }

    /// <summary>A picture and the codings that can code it, by their places.</summary>
    internal sealed record Small(int Index, int Item, byte[] Pixels, int Side, IReadOnlyList<int> Ways);

    /// <summary>Pictures and their chains.</summary>
    internal sealed record CodedSet(ChainCoding Coding, IReadOnlyList<Small> Pictures, IReadOnlyList<CodedChain> Chains);
}
