using VaeCodec.Bitstream.Containers;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Fuzz.Targets;

/// <summary>Whole .vaea archives: each is refused with a documented kind of error, or its images are, or decode.</summary>
internal sealed class VaeaTarget : IFuzzTarget
{
    /// <summary>Chains of more images would take more time than an input has.</summary>
    private const int MaxImages = 64;

    public string Name => "vaea";

    /// <summary>Archives whose index is not compressed, so that a change of a byte of it is one.</summary>
    public IEnumerable<byte[]> Seeds
    {
        get
        {
            byte[] golden = File.ReadAllBytes(Corpus.PathOf("vectors/archives/chains.vaea"));
            ArchiveFile chains = ArchiveFile.Read(golden);
            ArchiveItem[] stored = [.. new[] { "rgb-5x9", "gray-31x20" }.Select(name =>
                new ArchiveItem(name + ".png", File.ReadAllBytes(Corpus.PathOf($"vectors/pictures/{name}.vaec"))))];
            ArchiveItem[] second = [.. chains.Items.Select(item => new ArchiveItem("x" + item.Name, item.File, 1))];
            return new[] { chains, new(stored, []), new([.. stored, .. chains.Items, .. second], [chains.Sets[0], chains.Sets[0]]) }.Select(
                file => VaeaBytes.Of(file.Write()).ToFile());
        }
    }

    public byte[] Repair(byte[] input)
    {
        try
        {
            return VaeaBytes.Of(input).ToFile();
        }
        catch (VaeCodecException)
        {
            return input;
        }
    }

    public string Run(byte[] input)
    {
        try
        {
            ArchiveFile file = ArchiveFile.Read(input, MaxImages);
            byte[] written = file.Write();
            Expect(ArchiveFile.Read(written).Write().AsSpan().SequenceEqual(written), "an archive that is read is written otherwise again");
            var archive = new VaeArchive(input, VaecTarget.Options(lenient: false));
            return string.Join(", ", Enumerable.Range(0, archive.Entries.Count).Select(i => Decode(archive, i)).Distinct().Order());
        }
        catch (VaeCodecException e)
        {
            return Documented(e);
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            throw new BrokenPromiseException($"{e.GetType().Name}: {e.Message}", e);
        }
    }

    private static string Decode(VaeArchive archive, int entry)
    {
        try
        {
            PixelImage image = archive.Decode(entry);
            VaeArchiveEntry said = archive.Entries[entry];
            Expect((image.Width, image.Height, image.Channels) == (said.Width, said.Height, said.Channels),
                "an image of another size than its entry");
            return $"{said.Kind} decoded";
        }
        catch (VaeCodecException e)
        {
            return Documented(e);
        }
    }

    private static string Documented(VaeCodecException e)
        => VaecTarget.Documented.Contains(e.Kind) ? e.Kind.ToString()
            : throw new BrokenPromiseException($"an error of the kind {e.Kind}: {e.Message}", e);

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new BrokenPromiseException(otherwise);
    }
}
