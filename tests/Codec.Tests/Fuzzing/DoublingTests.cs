using VaeCodec.Fuzz.Doublings;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Hostile inputs of twice the size take no more than twice the memory; tests/Fuzz measures the work as well.</summary>
public class DoublingTests
{
    public static TheoryData<string> Names => [.. HostileDoublings.All.Select(doubling => doubling.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TwiceTheSizeAllocatesTwiceAsMuch(string name)
    {
        Doubling doubling = HostileDoublings.All.Single(d => d.Name == name);
        doubling.Prepare(doubling.First)(); // what is made once
        Assert.InRange(Allocated(doubling.First * 2) / Allocated(doubling.First), 0, Doubling.MostGrowth);

        // The least of several: shared pools are filled again at times.
        double Allocated(int size)
        {
            Action read = doubling.Prepare(size);
            return Enumerable.Range(0, 4).Min(_ =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                read();
                return Math.Max(1, GC.GetAllocatedBytesForCurrentThread() - before);
            });
        }
    }
}
