using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Access;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Everybody tries every door that is not for everybody.</summary>
public sealed partial class GateTests
{
    [Theory, BothEngines]
    public async Task Every_door_opens_to_whom_the_table_says_and_to_nobody_else(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));
        var faults = new List<string>();
        foreach (var place in (string[])["visitor", .. Household.Places.Select(one => one.Place)])
        {
            var session = await EnterAsync(house, place);
            var who = place == "visitor" ? Actor.Visitor : await ActorAsync(house, place);
            foreach (var (pattern, method, act) in GatedDoors.All)
            {
                var path = Filled(pattern);
                var answer = path.StartsWith("/api", StringComparison.Ordinal) ? await session.JsonAsync(method, path, "{}")
                    : method is "GET" ? await session.GetAsync(path) : await session.SendAsync(method, path);
                if (Fault(who, act, path, answer) is { } fault)
                    faults.Add($"{place}: {method} {path}: {fault}");
                // Some commands end the sign-in of whoever gives them.
                if (who.May(act) && method is "DELETE" && path is "/sign-in" or "/me/account/sign-ins")
                    session = await EnterAsync(house, place);
            }
        }

        Assert.Empty(faults);
    }

    [Theory, BothEngines]
    public async Task What_is_somebody_elses_is_not_there(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var key = await house.TokenAsync("inner", Members.Accounts.TokenScope.Read);
        var (token, signIn) = await house.Site.WithAsync(async db => (
            await db.ApiTokens.SingleAsync(),
            await db.SignIns.CountAsync()));
        Assert.Equal(0, signIn);
        var owner = await house.SignInAsync("inner");
        var number = await house.Site.WithAsync(async db => (await db.SignIns.SingleAsync()).Id);
        var other = await house.SignInAsync("organizer");

        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync("DELETE", $"/me/tokens/{token.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync("DELETE", $"/me/account/sign-ins/{number}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await house.Visitor().BearAsync(key, "GET", "/api/v1/members")).Status);
    }

    private static string? Fault(Actor who, Act act, string path, Answer answer)
    {
        var forPrograms = path.StartsWith("/api", StringComparison.Ordinal);
        if (answer.Number >= 500)
            return $"{answer.Number}";
        if (who.May(act))
            return answer.Number is 401 or 403 || (answer.Location?.StartsWith("/sign-in?return", StringComparison.Ordinal) is true) ? $"turned away with {answer.Number}" : null;
        if (forPrograms)
            return answer.Number == (who.IsVisitor ? 401 : 403) ? null : $"let through with {answer.Number}";
        if (who.IsVisitor)
            return answer.Status is HttpStatusCode.SeeOther && answer.Location!.StartsWith("/sign-in", StringComparison.Ordinal) ? null : $"let through with {answer.Number} {answer.Location}";
        return act is Act.Enter
            ? answer is { Status: HttpStatusCode.SeeOther, Location: "/me" } ? null : $"let through with {answer.Number}"
            : answer.Number == 403 ? null : $"let through with {answer.Number}";
    }

    private static async Task<Session> EnterAsync(Household house, string place) => place == "visitor" ? house.Visitor() : await house.SignInAsync(place);

    private static async Task<Actor> ActorAsync(Household house, string place)
    {
        var member = await house.MemberAsync(place);
        return new Actor(member.Id, member.Handle, member.Name, member.Standing, member.Role, null, null);
    }

    // A place of the address that is a number is nobody's number, and any other is nobody's name.
    private static string Filled(string pattern) => Place().Replace(pattern, place => place.Value.Contains("int", StringComparison.Ordinal) ? "987654" : "nobody");

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
