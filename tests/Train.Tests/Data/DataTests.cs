using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;

namespace VaeCodec.Train.Tests.Data;

public sealed class DataTests
{
    private static Photo Named(string name) => new(name, 1, 1, [0, 0, 0]);

    [Fact]
    public void Every64thPictureFromThe8thIsHeldOut()
    {
        PhotoSet set = PhotoSet.Split([.. Enumerable.Range(0, 200).Select(i => Named($"{i}"))], name => name);
        Assert.Equal(["7", "71", "135", "199"], set.HeldOut.Select(p => p.Name));
        Assert.Equal(196, set.Training.Count);
    }

    [Fact]
    public void PicturesOfOneGroupStayOnOneSide()
    {
        PhotoSet set = PhotoSet.Split([.. Enumerable.Range(0, 300).Select(i => Named($"{i}"))], name => $"{int.Parse(name, null) / 3}");
        Assert.Equal(["21", "22", "23", "213", "214", "215"], set.HeldOut.Select(p => p.Name));
        Assert.Equal(294, set.Training.Count);
    }

    [Fact]
    public void ASpreadSplitHoldsOutFlatAndDetailedPicturesAlike()
    {
        // detail 0 to 252, in an order that has nothing to do with it
        Photo[] photos = [.. Enumerable.Range(0, 64).Select(i => new Photo($"{i}", 2, 1, [0, 0, 0, 0, (byte)(i * 37 % 64 * 4), 0]))];
        PhotoSet set = PhotoSet.Split(photos, name => name, 16, spread: true);
        Assert.Equal([28, 92, 156, 220], set.HeldOut.Select(p => p.Detail()).Order());
        Assert.Equal(60, set.Training.Count);
    }

    [Fact]
    public void GroupsComeFromTheTable()
    {
        Func<string, string> group = PhotoGroups.Parse(["file,repository,photo_group", "a.jpg,\"x, y\",4", "b.jpg,z,4", "c.jpg,z,5"],
            "table");
        Assert.Equal(group("a.jpg"), group("b.jpg"));
        Assert.NotEqual(group("b.jpg"), group("c.jpg"));
        Assert.Equal("4", group("4"));
        Assert.Throws<InvalidDataException>(() => PhotoGroups.Parse(["name,group"], "table"));
        Assert.Throws<InvalidDataException>(() => PhotoGroups.Parse(["file,photo_group", "a.jpg"], "table"));
    }

    [Fact]
    public void NamedPicturesAreHeldOutWithTheirGroups()
    {
        PhotoSet set = PhotoSet.Split([.. Enumerable.Range(0, 30).Select(i => Named($"{i}"))], name => $"{int.Parse(name, null) / 3}",
            also: ["4"]);
        Assert.Equal(["3", "4", "5", "21", "22", "23"], set.HeldOut.Select(p => p.Name));
    }

    [Fact]
    public void SourcesGetTheirSharesOfTheCrops()
    {
        static PictureSource Of(string name, int count, byte value, double share)
            => new(name, new([.. Enumerable.Range(0, count).Select(i => new Photo($"{i}", 40, 40, [.. Enumerable.Repeat(value, 4800)]))],
                []), share);
        byte[] crops = new CropSampler([Of("a", 30, 10, 3), Of("b", 1, 20, 1)], 32, new()).Draw(new(3, CounterRandom.Stream.Batch, 0), 400);
        Assert.InRange(crops.Count(v => v == 20) / (double)crops.Length, 0.2, 0.3);
    }

    [Fact]
    public void ReducedAndTransposedCropsStayPictures()
    {
        var photo = new Photo("p", 64, 64, [.. Enumerable.Range(0, 64 * 64 * 3).Select(i => (byte)(i / 3 % 64 * 2 + i / 3 / 64))]);
        byte[] crops = new CropSampler([new PictureSource("", new([photo], []))], 32, new(ResizeShare: 1, Transpose: true))
            .Draw(new(3, CounterRandom.Stream.Batch, 0), 16);
        int transposed = 0;
        for (int i = 0; i < 16; i++)
        {
            int Value(int y, int x) => crops[((i * 32 + y) * 32 + x) * 3];
            (int across, int down) = (Math.Abs(Value(16, 24) - Value(16, 8)), Math.Abs(Value(24, 16) - Value(8, 16)));
            Assert.InRange(Math.Max(across, down), 16 * 2, 16 * 4 + 2);   // slopes of 2 and 1, at scales of 1 to 1/2
            Assert.InRange(Math.Min(across, down), 16, 16 * 2 + 2);
            transposed += down > across ? 1 : 0;
        }

        Assert.InRange(transposed, 2, 14);
    }

    [Fact]
    public void WideSplitsStayInTheTrainedRange()
    {
        HvaeSpec spec = Tiny.Spec with { Latents = [[8, 8, 8, 8, 8, 8]] };
        float[][] rows = [.. new RateSampler(spec, 1).Draw(new(1, CounterRandom.Stream.Batch, 0), 500).Chunk(6)];
        Assert.All(rows, r => Assert.InRange(r.Distinct().Count(), 1, 3));
        Assert.InRange(rows.Max(r => r.Max() - r.Min()), 4, 6);
        Assert.InRange(rows.Average(r => r.Max() - r.Min()), 1, 3);
        Assert.All(rows.SelectMany(r => r), v => Assert.InRange(v, -14, -6));
    }

    [Fact]
    public void CropsAreWindowsOfPicturesFlippedOrNot()
    {
        Photo photo = Tiny.Picture(0, 40, 36);
        byte[] crops = new CropSampler([photo], 32).Draw(new(3, CounterRandom.Stream.Batch, 0), 12);
        int flipped = 0;
        for (int i = 0; i < 12; i++)
        {
            byte[] crop = crops[(i * 3072)..((i + 1) * 3072)];
            bool[] found = [Occurs(photo, crop, false), Occurs(photo, crop, true)];
            Assert.Contains(true, found);
            flipped += found[1] ? 1 : 0;
        }

        Assert.InRange(flipped, 1, 11);
    }

    [Fact]
    public void AReducedCropIsTheMeanOf2x2()
    {
        var photo = new Photo("p", 64, 64, [.. Enumerable.Range(0, 64 * 64 * 3).Select(i => (byte)(i / 3 % 64 * 2 + i / 3 / 64))]);
        byte[] crop = new CropSampler([photo], 32, 1).Draw(new(3, CounterRandom.Stream.Batch, 0), 1);
        bool flip = crop[0] > crop[93];
        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 32; x++)
                // the mean is a half more, rounded up
                Assert.Equal((byte)(4 * x + 1 + 2 * y + 1), crop[(y * 32 + (flip ? 31 - x : x)) * 3]);
        }
    }

    [Fact]
    public void BatchesAreAFunctionOfSeedAndIndex()
    {
        using BatchQueue first = Queue(1, 0), later = Queue(1, 2), other = Queue(2, 0);
        TrainingBatch[] batches = [first.Take(), first.Take(), first.Take()];
        TrainingBatch resumed = later.Take();
        Assert.Equal(batches[2].Pixels, resumed.Pixels);
        Assert.Equal(batches[2].Log2Beta, resumed.Log2Beta);
        Assert.NotEqual(batches[0].Log2Beta, batches[1].Log2Beta);
        Assert.NotEqual(batches[0].Log2Beta, other.Take().Log2Beta);

        static BatchQueue Queue(ulong seed, long at) => new(new(Tiny.Photos.Training, 32), new(Tiny.Spec), seed, _ => 3, 32, at);
    }

    [Fact]
    public void RatesCoverTheTrainedRange()
    {
        float[] log2 = new RateSampler(Tiny.Spec).Draw(new(1, CounterRandom.Stream.Batch, 0), 2000);
        Assert.Equal(-10, log2.Average(), 0.15);
        double[] equal = [.. log2.Chunk(2).Where(pair => pair[0] == pair[1]).Select(pair => (double)pair[0])];
        Assert.InRange(equal.Length, 900, 1100);
        Assert.InRange(equal.Min(), -14, -13.9);
        Assert.InRange(equal.Max(), -6.1, -6);
    }

    private static bool Occurs(Photo photo, byte[] crop, bool flip)
    {
        for (int top = 0; top <= photo.Height - 32; top++)
        {
            for (int left = 0; left <= photo.Width - 32; left++)
            {
                bool same = true;
                for (int i = 0; i < 1024 && same; i++)
                {
                    int x = flip ? 31 - i % 32 : i % 32;
                    same = crop.AsSpan(3 * i, 3).SequenceEqual(photo.Rgb.AsSpan(((top + i / 32) * photo.Width + left + x) * 3, 3));
                }

                if (same)
                    return true;
            }
        }

        return false;
    }
}
