using VaeCodec.Networks.Layers;

namespace VaeCodec.Train.Tests.Support;

/// <summary>States that runs have saved.</summary>
internal static class SavedState
{
    /// <summary>That two of them differ in the seconds alone, if at all.</summary>
    public static void AssertSame(string first, string second)
    {
        SafeTensors a = SafeTensors.Parse(File.ReadAllBytes(first)), b = SafeTensors.Parse(File.ReadAllBytes(second));
        Assert.Equal(a.Names, b.Names);
        Assert.Equal(a.Metadata.Where(m => m.Key != "seconds"), b.Metadata.Where(m => m.Key != "seconds"));
        Assert.Equal(Tensors(first), Tensors(second));

        // Behind the header, which has the seconds.
        static byte[] Tensors(string path)
        {
            byte[] file = File.ReadAllBytes(path);
            return file[(8 + (int)BitConverter.ToInt64(file))..];
        }
    }
}
