using System.Diagnostics;
using VaeCodec.Inference.Work;
using Xunit;

namespace VaeCodec.Inference.Tests.Work;

public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void EveryShareOfEveryOperationIsDoneOnceBeforeTheNextBegins(int size)
    {
        var team = new ThreadTeam(size);
        var seen = new int[size];
        for (int operation = 0; operation < 5000; operation++)
        {
            Array.Clear(seen);
            int shares = 1 + (operation % size);
            team.Run(shares, share => Interlocked.Increment(ref seen[share]));
            for (int share = 0; share < size; share++)
                Assert.Equal(share < shares ? 1 : 0, seen[share]);
            if (operation % 500 == 0)
                Thread.Sleep(2); // long enough for helpers to leave
        }
    }

    [Fact]
    public void HelpersTakePart()
    {
        var team = new ThreadTeam(2);
        using var other = new ManualResetEventSlim();
        bool both = false;
        for (int attempt = 0; attempt < 100 && !both; attempt++)
        {
            other.Reset();
            team.Run(2, share =>
            {
                if (share == 1)
                    other.Set();
                else
                    both = other.Wait(100, TestContext.Current.CancellationToken); // only a second thread can have set it
            });
        }

        Assert.True(both);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void WhatAShareThrowsReachesTheCallerWhenTheOthersAreDone(int failing)
    {
        var team = new ThreadTeam(2);
        int done = 0;
        var thrown = Assert.Throws<InvalidOperationException>(() => team.Run(2, share =>
        {
            if (share == failing)
                throw new InvalidOperationException("share " + share);
            Thread.Sleep(5);
            done++;
        }));
        Assert.Equal("share " + failing, thrown.Message);
        Assert.Equal(1, done);
        team.Run(2, _ => Interlocked.Increment(ref done));
        Assert.Equal(3, done);
    }

    [Fact]
    public void SharesSeeTheSpanOfTheirOwnOperation()
    {
        var team = new ThreadTeam(3);
        for (int operation = 0; operation < 50; operation++)
        {
            using Activity span = new Activity("operation " + operation).Start();
            var seen = new Activity?[3];
            team.Run(3, share => seen[share] = Activity.Current);
            Assert.All(seen, current => Assert.Same(span, current));
        }
    }
}
