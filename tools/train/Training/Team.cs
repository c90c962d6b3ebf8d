using TorchSharp;

namespace VaeCodec.Train.Training;

/// <summary>Threads with one libtorch thread each.</summary>
internal static class Team
{
    /// <summary>Runs tasks, each thread taking the next one when it is free; one thread runs them in order, with all of libtorch's
    /// threads.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="tasks">Independent of each other, the longest first.</param>
    public static void Run(int threads, IReadOnlyList<Action> tasks)
    {
        int next = -1;
        if (threads == 1)
            Work();
        else
            Parallel.Invoke([.. Enumerable.Repeat<Action>(Alone, Math.Min(threads, tasks.Count))]);

        void Alone()
        {
            torch.set_num_threads(1);
            Work();
        }

        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < tasks.Count; i = Interlocked.Increment(ref next))
                tasks[i]();
        }
    }
}
