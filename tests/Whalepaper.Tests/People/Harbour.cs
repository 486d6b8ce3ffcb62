using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;

namespace Whalepaper.Tests.People;

/// <summary>A household whose members may sign in by a provider, and the provider.</summary>
internal sealed class Harbour : IAsyncDisposable
{
    private Harbour(LocalProvider provider, Household house) => (Provider, House) = (provider, house);

    public LocalProvider Provider { get; }

    public Household House { get; }

    public TestSite Site => House.Site;

    public static async Task<Harbour> OpenAsync(Engine engine)
    {
        var provider = await LocalProvider.StartAsync();
        var house = await Household.MoveInAsync(engine, builder => provider.SetUp(builder.Configuration));
        provider.Home = new Uri(house.Site.Address, "/sign-in/provider/back").AbsoluteUri;
        return new Harbour(provider, house);
    }

    /// <summary>Sets out to sign in, and gives the path by which the provider sends the browser back.</summary>
    public Task<string> ThereAsync(Session session, string? back = null) => ThereAsync(session, "/sign-in/provider", back is null ? [] : [("return", back)]);

    /// <summary>Sets out to link, and gives the path by which the provider sends the browser back.</summary>
    public Task<string> ThereToLinkAsync(Session session) => ThereAsync(session, "/me/account/provider", [("linkPassword", Household.Password)]);

    /// <summary>Goes there and back to sign in.</summary>
    public async Task<Answer> EnterAsync(Session session, string? back = null) => await session.GetAsync(await ThereAsync(session, back));

    /// <summary>Goes there and back to link.</summary>
    public async Task<Answer> LinkAsync(Session session) => await session.GetAsync(await ThereToLinkAsync(session));

    /// <summary>A member at a place who has linked their account.</summary>
    public async Task<Session> LinkedAsync(string place)
    {
        var session = await House.SignInAsync(place);
        var answer = await LinkAsync(session);
        return answer.Location is "/me/account?done=linked" ? session : throw new InvalidOperationException($"The account is not linked: {answer}");
    }

    /// <summary>How many accounts are linked.</summary>
    public Task<int> LinksAsync() => Site.WithAsync(db => db.Set<IdentityUserLogin<int>>().CountAsync());

    /// <summary>How many sign-ins there were so far.</summary>
    public Task<int> SignInsAsync() => Site.WithAsync(db => db.SignIns.CountAsync());

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private async Task<string> ThereAsync(Session session, string door, (string Name, string Value)[] fields)
    {
        var begun = await session.SendAsync("POST", door, fields);
        return begun.Status is HttpStatusCode.OK ? await Provider.VisitAsync(LocalProvider.AddressIn(begun.Text)) : throw new InvalidOperationException($"No way to the provider: {begun}");
    }
}
