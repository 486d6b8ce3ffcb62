using System.Net;
using System.Text;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What a page of somebody else makes a browser send: refused, whatever it is, and nothing is changed by it.</summary>
public sealed class ForeignFormTests
{
    private static readonly (string Header, string Value)[] foreign =
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", ""), ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "")];

    [Theory, BothEngines]
    public async Task Without_our_own_proof_no_form_is_taken(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var stranger = await stage.Visitor().TokenAsync();
        var attacker = await (await stage.ComeAsync()).Session.TokenAsync();
        var faults = new List<string>();
        foreach (var form in HouseForm.All)
        {
            var filled = await form.FillAsync(stage);
            var good = await filled.Session.TokenAsync();
            var before = await Inventory.TakeAsync(filled.Session.Site);
            foreach (var (whose, proof) in (IEnumerable<(string, string?)>)[("no proof", null), ("an empty proof", ""), ("a made-up proof", "CfDJ8AAAA"), ("a cut proof", good[..^3]), ("a stranger's proof", stranger), ("an attacker's proof", attacker)])
            {
                filled.Session.Saying("X-Forwarded-For", stage.Elsewhere());
                if ((await filled.SendAsync(form.Method, proof, filled.Fields)).Status is not HttpStatusCode.BadRequest and var status)
                    faults.Add($"{form} with {whose}: {status}");
            }

            foreach (var type in (string[])["text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-16"])
            {
                // Another command than the one that was meant may stand there, and turns away whoever is signed in already.
                var answer = await PostAsync(filled, type);
                if (answer is not { Number: 400 or 404 or 405 } and not { Number: 303, Location: "/me" })
                    faults.Add($"{form} as {type}: {answer.Number} {answer.Location}");
            }

            var after = await Inventory.TakeAsync(filled.Session.Site);
            if (!before.SequenceEqual(after, StringComparer.Ordinal))
                faults.Add($"{form}: something was saved: {Inventory.Difference(before, after)}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, BothEngines]
    public async Task With_our_own_proof_but_from_another_site_no_form_is_taken_either(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var faults = new List<string>();
        foreach (var form in HouseForm.All)
        {
            var filled = await form.FillAsync(stage);
            var proof = await filled.Session.TokenAsync();
            var before = await Inventory.TakeAsync(filled.Session.Site);
            foreach (var (header, value) in foreign)
            {
                var there = filled with { Session = filled.Session.At(filled.Session.Site).Saying(header, value) };
                if ((await there.SendAsync(form.Method, proof, filled.Fields)).Status is not HttpStatusCode.BadRequest and var status)
                    faults.Add($"{form} with {header} '{value}': {status}");
            }

            var after = await Inventory.TakeAsync(filled.Session.Site);
            if (!before.SequenceEqual(after, StringComparer.Ordinal))
                faults.Add($"{form}: something was saved: {Inventory.Difference(before, after)}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "here")]
    public async Task From_our_own_pages_it_is(string header, string value)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var session = await house.SignInAsync("inner");
        session.Saying(header, value is "here" ? house.Site.Address.GetLeftPart(UriPartial.Authority) : value);

        Assert.Equal("/me/profile?done=saved", (await session.SendAsync("PUT", "/me/profile", ("name", "Quokka"), ("readers", "everyone"))).Location);
    }

    [Theory, BothEngines]
    public async Task A_cookie_gives_no_command_to_programs_without_the_proof_and_a_token_needs_none(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var attacker = await (await stage.ComeAsync()).Session.TokenAsync();
        var faults = new List<string>();
        foreach (var form in HouseForm.All.Where(form => form.ForPrograms))
        {
            var filled = await form.FillAsync(stage);
            var (path, json) = ($"/api/v1{filled.Path}", FormSending.Json(filled.Fields, mapped[form.Name].Fields));
            var proof = await filled.Session.TokenAsync();
            var before = await Inventory.TakeAsync(stage.Site);
            Answer[] refused =
            [
                await filled.Session.JsonAsync(form.Method, path, json, proved: false),
                await filled.Session.At(stage.Site).Saying("RequestVerificationToken", attacker).JsonAsync(form.Method, path, json, proved: false),
                await filled.Session.At(stage.Site).Saying("RequestVerificationToken", proof).Saying("Sec-Fetch-Site", "cross-site").JsonAsync(form.Method, path, json, proved: false),
                await filled.Session.At(stage.Site).Saying("RequestVerificationToken", proof).Saying("Origin", "https://evil.example").JsonAsync(form.Method, path, json, proved: false),
            ];
            var after = await Inventory.TakeAsync(stage.Site);
            var bearer = new Session(stage.Site).Saying("Authorization", $"Bearer {await stage.TokenAsync(filled.MemberId!.Value, TokenScope.Manage)}").Saying("Origin", "https://elsewhere.example").Saying("Sec-Fetch-Site", "cross-site");
            var done = await bearer.JsonAsync(form.Method, path, json, proved: false);
            if (refused.Any(answer => (answer.Number, answer.Type) != (400, "application/problem+json")) || !before.SequenceEqual(after, StringComparer.Ordinal))
                faults.Add($"{form}: {string.Join(", ", refused.Select(answer => answer.Number))} {Inventory.Difference(before, after)}");
            if (done.Number is not (200 or 204))
                faults.Add($"{form} with a token: {done.Number} {done.Text}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task The_proof_of_a_visitor_is_none_once_somebody_is_signed_in()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var session = house.Visitor();
        var proof = await session.TokenAsync();
        await session.SignInAsync(house["inner"]);

        Assert.Equal(HttpStatusCode.BadRequest, (await session.SendBareAsync("PUT", "/me/profile", (FormSending.Proof, proof), ("name", "Mallory"), ("readers", "everyone"))).Status);
        Assert.Equal("inner", (await house.MemberAsync("inner")).Name);
    }

    // What a form of another page can send besides the usual: no proof stands in any of it.
    private static Task<Answer> PostAsync(Filled filled, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('&', filled.Fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"))));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return filled.Session.AskAsync(new HttpRequestMessage(HttpMethod.Post, filled.Path) { Content = content });
    }
}
