using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What somebody takes along: all that is theirs, and nothing else.</summary>
public sealed partial class OwnDataTests
{
    [Theory, BothEngines]
    public async Task All_that_is_theirs_is_in_it_and_can_be_read(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var owner = await BusyAsync(stage);
        var files = await PackAsync(owner);

        Assert.All(files, file => Assert.Matches(SafeName(), file.Name));
        Assert.Equal(files.Count, files.Select(file => file.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files.Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal)), file => Assert.NotNull(JsonNode.Parse(file.Text)));
        var profile = JsonNode.Parse(files.Single(file => file.Name == "profile.json").Text)!;
        Assert.Equal(
            ("open", "Quokka 考拉", Household.Email("open"), "My <b>secret</b> garden"),
            (profile["handle"]!.GetValue<string>(), profile["name"]!.GetValue<string>(), profile["email"]!.GetValue<string>(), profile["bio"]!.GetValue<string>()));
        Assert.Contains("my bot", files.Single(file => file.Name == "tokens.json").Text, StringComparison.Ordinal);
        Assert.Contains("That was me", files.Single(file => file.Name == "claims.json").Text, StringComparison.Ordinal);
        Assert.Contains("Attention", files.Single(file => file.Name == "talks.json").Text, StringComparison.Ordinal);
        Assert.NotEmpty(JsonNode.Parse(files.Single(file => file.Name == "sign-ins.json").Text)!.AsArray());
        Assert.NotEmpty(JsonNode.Parse(files.Single(file => file.Name == "audit.json").Text)!.AsArray());
    }

    [Theory, BothEngines]
    public async Task No_secret_and_nothing_of_anybody_else_is_in_it(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var owner = await BusyAsync(stage);
        var all = string.Join('\n', (await PackAsync(owner)).Select(file => file.Text));

        Assert.All(await SecretsAsync(stage), secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase));
        Assert.All(Household.Places.Where(one => one.Place != "open"), one => Assert.DoesNotContain(Household.Email(one.Place), all, StringComparison.OrdinalIgnoreCase));
        foreach (var foreign in (string[])["wombats of inner", "inner bot", "198.51.100.77", "Somebody else's word", "moved for a private reason"])
            Assert.DoesNotContain(foreign, all, StringComparison.Ordinal);
        // Nor does the committee take the others along.
        var committee = string.Join('\n', (await PackAsync((await stage.AsAsync("committee", "/me")).Session)).Select(file => file.Text));
        foreach (var foreign in (string[])["garden", "my bot", Household.Email("open"), "That was me", "wombats of inner"])
            Assert.DoesNotContain(foreign, committee, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_for_its_owner_alone_and_nobody_keeps_it()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (owner, former) = (await house.SignInAsync("inner"), await house.SignInAsync("former"));
        Assert.Equal("/sign-in?return=%2Fme%2Fdata.zip", (await house.Visitor().GetAsync("/me/data.zip")).Location);
        Assert.StartsWith("/sign-in", (await house.Visitor().BearAsync(await house.TokenAsync("inner", TokenScope.Manage), "GET", "/me/data.zip")).Location, StringComparison.Ordinal);
        // Who was moved out keeps what is theirs; who left has nothing here any more.
        Assert.Equal("former", JsonNode.Parse((await PackAsync(former)).Single(file => file.Name == "profile.json").Text)!["handle"]!.GetValue<string>());
        await former.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"));
        Assert.StartsWith("/sign-in", (await former.GetAsync("/me/data.zip")).Location, StringComparison.Ordinal);

        using var answer = await owner.FetchAsync("/me/data.zip");
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.Equal(("attachment", "whalepaper-inner.zip"), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileName));
    }

    [Theory, BothEngines]
    public async Task Of_notices_it_holds_the_owners_words_and_what_is_open_to_them(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        // Own words in a draft, others' words in one, others' words in what went out for all and for some, and own words that wait beside it.
        foreach (var title in (string[])["Mine", "Begun", "Out", "Named"])
            await committee.SendAsync("POST", "/notices", ("title", title), ("text", $"{title} words"), ("to", "standings"), ("standings", "open"), ("standings", "candidate"), ("standings", "inner"), ("then", title is "Mine" or "Begun" ? "save" : "send"), ("public", title is "Named" ? "no" : "usual"));
        var ids = await house.Site.WithAsync(db => db.Notices.OrderBy(n => n.Id).Select(n => n.Id).ToListAsync());
        await organizer.SendAsync("PUT", $"/notices/{ids[1]}", ("title", "Theirs"), ("text", "Deliberation of others"), ("to", "people"), ("people", "inner"), ("then", "save"));
        await organizer.SendAsync("PUT", $"/notices/{ids[2]}", ("title", "Out"), ("text", "Everybody reads this"));
        await house.Site.WithAsync(async db =>
        {
            (await db.Notices.SingleAsync(n => n.Id == ids[3])).SuggestEdit("Named", "My own suggestion", house["committee"], house.Site.Clock.GetCurrentInstant());
            (await db.Members.SingleAsync(m => m.Id == house["committee"])).Appoint(Whalepaper.Members.Role.None);
            await db.SaveChangesAsync();
        });
        var messages = (await PackAsync(committee)).Single(file => file.Name == "messages.json").Text;
        foreach (var word in (string[])["Mine words", "Everybody reads this", "Named words", "My own suggestion"])
            Assert.Contains(word, messages, StringComparison.Ordinal);
        Assert.DoesNotContain("Deliberation", messages, StringComparison.Ordinal);
        Assert.DoesNotContain("Theirs", messages, StringComparison.Ordinal);
        Assert.Equal(ids, JsonNode.Parse(messages)!["noticesWritten"]!.AsArray().Select(one => (int)one!["id"]!));
    }

    /// <summary>A house in which much is known of everybody; gives the one whose data is taken along.</summary>
    private static async Task<Session> BusyAsync(Stage stage)
    {
        var (inner, committee, open) = ((await stage.AsAsync("inner", "/me")).Session, (await stage.AsAsync("committee", "/me")).Session, (await stage.AsAsync("open", "/me")).Session);
        await stage.Visitor().Saying("X-Forwarded-For", "198.51.100.77").SignInAsync(stage.House["inner"]);
        await inner.SendAsync("PUT", "/me/profile", ("name", "inner"), ("bio", "wombats of inner"), ("readers", "members"));
        await inner.SendAsync("POST", "/me/tokens", ("tokenName", "inner bot"), ("scope", "read"));
        await inner.SendAsync("POST", "/members/sm1les/claims", ("word", "Somebody else's word"));
        await inner.SendAsync("POST", "/me/calendar-key");

        await open.SendAsync("PUT", "/me/profile", ("name", "Quokka 考拉"), ("bio", "My <b>secret</b> garden"), ("readers", "members"), ("tracks", "nlp"));
        await open.SendAsync("POST", "/me/tokens", ("tokenName", "my bot"), ("scope", "read"));
        await open.SendAsync("POST", "/me/calendar-key");
        await open.SendAsync("POST", "/members/sm1les/claims", ("word", "That was me"));
        var claim = await stage.Site.WithAsync(db => db.ProfileClaims.Where(one => one.ById == stage.House["open"]).Select(one => one.Id).SingleAsync());
        Assert.Equal("/desk?done=granted", (await committee.SendAsync("POST", $"/claims/{claim}/grant")).Location);
        await (await stage.AsAsync("organizer", "/me")).Session.SendAsync("PUT", "/members/candidate/standing", ("standing", "inner"), ("reason", "moved for a private reason"));
        await open.SendAsync("POST", "/me/account/passkeys", ("credential", await stage.OfferedAsync(open)), ("passkeyName", "my phone"));
        await stage.SecureAsync(stage.House["open"]);
        return open;
    }

    private static Task<List<string>> SecretsAsync(Stage stage) => stage.Site.WithAsync(async db =>
    {
        var accounts = await db.Accounts.AsNoTracking().ToListAsync();
        List<string?> secrets =
        [
            .. accounts.Select(account => account.PasswordHash), .. accounts.Select(account => account.SecurityStamp), .. accounts.Select(account => account.ConcurrencyStamp),
            .. await db.ApiTokens.Select(token => token.KeyHash).ToListAsync(), .. await db.SignIns.Select(signIn => signIn.KeyHash).ToListAsync(), .. await db.CalendarKeys.Select(key => key.KeyHash).ToListAsync(),
            .. await db.SignInLinks.Select(link => link.KeyHash).ToListAsync(), .. await db.Set<IdentityUserToken<int>>().Select(token => token.Value).ToListAsync(),
            .. (await db.Set<IdentityUserPasskey<int>>().AsNoTracking().ToListAsync()).SelectMany(passkey => new[] { Convert.ToHexString(passkey.CredentialId), Convert.ToBase64String(passkey.CredentialId), Convert.ToBase64String(passkey.Data.PublicKey) }),
            Household.Password,
        ];
        var known = secrets.OfType<string>().Where(secret => secret.Length > 5).ToList();
        Assert.InRange(known.Count, 20, 1000);
        return known;
    });

    private static async Task<List<(string Name, string Text)>> PackAsync(Session owner)
    {
        using var answer = await owner.FetchAsync("/me/data.zip");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var pack = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var files = new List<(string Name, string Text)>();
        foreach (var entry in pack.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files.Add((entry.FullName, await reader.ReadToEndAsync()));
        }

        return files;
    }

    [GeneratedRegex(@"^[a-z][a-z-]*\.(json|csv)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SafeName();
}
