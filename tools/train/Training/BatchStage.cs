namespace VaeCodec.Train.Training;

/// <summary>From when on a run has how many crops a step: few at first, when gradients are large, more when only their noise is left
/// (Smith et al. 2018, "Don't decay the learning rate, increase the batch size").</summary>
/// <param name="From">Share of the schedule, 0..1.</param>
/// <param name="Batch">Crops per step.</param>
internal sealed record BatchStage(double From, int Batch);
