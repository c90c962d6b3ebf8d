namespace VaeCodec.Train.Vlae;

/// <summary>What keeps the outputs of hidden layers at one scale. The weights of a file have it folded into them.</summary>
internal enum Normalisation
{
    /// <summary>Starting weights alone.</summary>
    None,

    /// <summary>Weights of a learned length (Salimans and Kingma 2016, arXiv:1602.07868).</summary>
    Weight,

    /// <summary>Statistics of the batch in training, those of the pictures afterwards (Ioffe and Szegedy 2015, arXiv:1502.03167).</summary>
    Batch,
}
