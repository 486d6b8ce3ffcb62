using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What a provider hands to the house stays between the two: it is used once, and then gone.</summary>
public sealed class ProviderTokenTests
{
    [Theory, BothEngines]
    public async Task No_token_of_a_provider_reaches_a_browser_or_is_kept(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        var visitor = harbour.House.Visitor();
        var given = new List<string>();
        var answer = await visitor.GetAsync(await harbour.ThereAsync(visitor, "/me"));
        given.AddRange(visitor.Given);
        Assert.Equal("/me", answer.Location);
        given.AddRange([answer.Text, (await visitor.GetAsync("/me")).Text, (await visitor.GetAsync("/me/account")).Text, .. await Inventory.TakeAsync(harbour.Site)]);

        Assert.InRange(harbour.Provider.Handed.Count, 4, 20);
        Assert.All(harbour.Provider.Handed, token => Assert.DoesNotContain(given, text => text.Contains(token, StringComparison.Ordinal)));
        // A cookie that held one, sealed, would be much longer than one that holds a key.
        Assert.All(visitor.Cookies.Split("; "), cookie => Assert.InRange(cookie.Length, 1, 1000));
    }
}
