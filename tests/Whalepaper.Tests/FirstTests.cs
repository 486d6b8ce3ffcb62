using Xunit;

namespace Whalepaper.Tests;

public sealed class FirstTests
{
    [Fact]
    public void A_test_runs() => Assert.Equal(2, 1 + 1);
}
