using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using static VaeCodec.Train.Torch.torch.nn;

namespace VaeCodec.Train.Tests.Torch;

public sealed class BindingTests
{
    [Fact]
    public void ConvolutionEqualsTheSumByHand()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        float[] x = Hashed.Values("x", 2 * 5 * 4, 1), w = Hashed.Values("w", 3 * 2 * 3 * 3, 1), b = Hashed.Values("b", 3, 1);
        torch.Tensor y = functional.conv2d(torch.tensor(x, 1, 2, 5, 4), torch.tensor(w, 3, 2, 3, 3), torch.tensor(b, 3), padding: 1);
        Assert.Equal([1, 3, 5, 4], y.shape);
        float[] actual = y.ToArray();
        for (int o = 0; o < 3; o++)
        {
            for (int at = 0; at < 20; at++)
            {
                double sum = b[o];
                for (int k = 0; k < 18; k++)
                {
                    int c = k / 9, row = at / 4 + k % 9 / 3 - 1, column = at % 4 + k % 3 - 1;
                    if (row is >= 0 and < 5 && column is >= 0 and < 4)
                        sum += (double)w[o * 18 + k] * x[c * 20 + row * 4 + column];
                }

                Assert.Equal(sum, actual[o * 20 + at], 1e-5);
            }
        }
    }

    [Fact]
    public void GradientOfASmallFunction()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor a = torch.tensor([0.5f, -2f], 2), b = torch.tensor([3f, 4f], 2);
        a.requires_grad = b.requires_grad = true;
        (a.exp2() * b + a.square()).sum().backward();      // d/da = ln 2 2^a b + 2 a; d/db = 2^a
        Assert.Equal(Math.Log(2) * Math.Sqrt(2) * 3 + 1, a.grad!.ToArray()[0], 1e-5);
        Assert.Equal(Math.Log(2) * 0.25 * 4 - 4, a.grad!.ToArray()[1], 1e-5);
        Assert.Equal([(float)Math.Sqrt(2), 0.25f], b.grad!.ToArray());
        a.clear_grad();
        Assert.Null(a.grad);
    }

    [Fact]
    public void NoGradRecordsNothingAndEndsWithItsScope()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor a = torch.tensor([1f], 1);
        a.requires_grad = true;
        using (torch.no_grad())
            Assert.False((a * 2).requires_grad);
        Assert.True((a * 2).requires_grad);
    }

    [Fact]
    public void AutocastRunsConvolutionsInBfloat16AndEndsWithItsScope()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, 1, 2, 4, 4), w = Hashed.Tensor("w", 1, 3, 2, 1, 1);
        using (torch.autocast("cpu"))
            Assert.Equal(torch.ScalarType.BFloat16, functional.conv2d(x, w).dtype);
        Assert.Equal(torch.ScalarType.Float32, functional.conv2d(x, w).dtype);
    }

    [Fact]
    public void ErrorsOfLibtorchBecomeExceptions()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor a = torch.zeros(2, 3), b = torch.zeros(4, 5);
        Assert.Contains("shape", Assert.Throws<TorchException>(() => a.matmul(b)).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("aten::nothing", Assert.Throws<TorchException>(() => Dispatcher.One("aten::nothing", "", a)).Message,
            StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Dispatcher.One("aten::matmul", "", a));
        Assert.Throws<TorchException>(() => Dispatcher.One("aten::matmul", "", a, 1L));
        Assert.Throws<TorchException>(() => a.backward());
        Assert.Throws<ArgumentException>(() => torch.tensor([1f, 2f], 3));
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a + b);
        Assert.Throws<ObjectDisposedException>(() => a.shape);
    }

    [Fact]
    public void ListsOfNumbersAndTextsReachTheirOperators()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor doubled = Dispatcher.One("aten::upsample_nearest2d", "vec", torch.zeros(1, 1, 2, 3), Argument.None,
            new[] { 2.0, 2.0 });
        Assert.Equal([1, 1, 4, 6], doubled.shape);
        torch.Tensor upper = torch.tensor([2f, 1f, 99f, 2f], 2, 2);      // symmetric by its upper triangle
        Assert.Equal([1f, 3f], Dispatcher.Many("aten::linalg_eigh", "", upper, "U")[0].ToArray().Select(v => MathF.Round(v)));
    }

    [Fact]
    public void ADeviceThatIsNotThereIsRefused()
    {
        Libtorch.Require();
        torch.RequireDevice("cpu");
        Assert.SkipWhen(torch.cuda.is_available(), "there is a CUDA device");
        Assert.Contains("LIBTORCH", Assert.Throws<TorchException>(() => torch.RequireDevice("cuda")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeedsRepeatTheirNumbers()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor like = torch.zeros(100);
        torch.manual_seed(5);
        float[] first = torch.rand_like(like).ToArray();
        Assert.NotEqual(first, torch.rand_like(like).ToArray());
        torch.manual_seed(5);
        Assert.Equal(first, torch.rand_like(like).ToArray());
    }

    [Fact]
    public void AdamFollowsItsFormula()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor p = torch.tensor([1f, -2f], 2);
        using var adam = new torch.optim.Adam([p], 0.1, 0.9, 0.99);
        double[] expected = [1, -2], m = [0, 0], v = [0, 0];
        float[] gradient = [0.5f, -3f];
        for (int t = 1; t <= 3; t++)
        {
            adam.step([torch.tensor(gradient, 2)]);
            for (int i = 0; i < 2; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.99 * v[i] + 0.01 * gradient[i] * gradient[i];
                expected[i] -= 0.1 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, t))) + 1e-8);
            }

            gradient[0] = -0.25f;
        }

        Assert.Equal(expected[0], p.ToArray()[0], 1e-5);
        Assert.Equal(expected[1], p.ToArray()[1], 1e-5);
    }

    [Fact]
    public void ClippingScalesLongGradientsOnlyAndLeavesInfiniteOnes()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor a = torch.tensor([3f], 1), b = torch.tensor([4f], 1);
        Assert.Equal(5, utils.clip_grad_norm_([a, b], 10));
        Assert.Equal(3, a.item());
        Assert.Equal(5, utils.clip_grad_norm_([a, b], 2));
        Assert.Equal(1.2f, a.item(), 1e-5f);
        torch.Tensor c = torch.tensor([float.PositiveInfinity], 1);
        Assert.False(float.IsFinite(utils.clip_grad_norm_([a, c], 2)));
        Assert.Equal(1.2f, a.item(), 1e-5f);
    }
}
