using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Api;

/// <summary>Whoever runs the machine makes a key for a member, with as few words as the documents say.</summary>
public sealed class TokenCommandTests
{
    [Theory, BothEngines]
    public async Task A_key_is_made_by_the_handle_alone_or_with_all_that_can_be_said(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var handle = (await house.MemberAsync("inner")).Handle;

        var (exit, key, error) = await AskAsync(house, "--member", handle);
        Assert.Equal((0, ""), (exit, error));
        // It is known, and reads what everybody may.
        Assert.Equal(403, (await house.Visitor().BearAsync(key.Trim(), "GET", "/api/v1/me/inbox")).Number);
        Assert.Equal(200, (await house.Visitor().BearAsync(key.Trim(), "GET", "/api/v1/members")).Number);
        (exit, key, error) = await AskAsync(house, "--member", handle, "--scope", "write", "--name", "for a script", "--days", "7");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(200, (await house.Visitor().BearAsync(key.Trim(), "GET", "/api/v1/me/inbox")).Number);
        var kept = await (await house.SignInAsync("inner")).GetAsync("/me/keys");
        Assert.Contains("for a script", kept.Text, StringComparison.Ordinal);
        Assert.Contains("command line", kept.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scope is one of: read, write, manage.", "--scope", "everything")]
    [InlineData("--days is a number from 0 to 3660.", "--days", "-1")]
    [InlineData("--days is a number from 0 to 3660.", "--days", "3661")]
    [InlineData("--name has 1 to 60 characters.", "--name", "  ")]
    [InlineData("--name has 1 to 60 characters.", "--name", "1234567890123456789012345678901234567890123456789012345678901")]
    [InlineData("Nobody with an account has the handle 'nobody'.", "--days", "1")]
    public async Task What_cannot_be_is_told(string told, params string[] words)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (exit, key, error) = await AskAsync(house, ["--member", "nobody", .. words]);

        Assert.NotEqual(0, exit);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain("wp_", key, StringComparison.Ordinal);
    }

    private static Task<(int Exit, string Out, string Error)> AskAsync(Household house, params string[] words)
    {
        (string, string)[] surroundings = house.Site.Database is { } database ? [("WHALEPAPER_DATABASE", database)] : [];
        return Terminal.RunAsync(surroundings, ["token", .. words, "--data", house.Site.Folder]);
    }
}
