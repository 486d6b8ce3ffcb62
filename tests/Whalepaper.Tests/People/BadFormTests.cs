using Whalepaper.Tests.Data;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>
/// Every field of every form, filled in wrong in every way: it is refused with a word beside it, what was typed is still there, and nothing was
/// saved. The forms are those that the program maps and the fields those that it reads, so that none is forgotten.
/// </summary>
public sealed class BadFormTests
{
    // A letter more would not fit into the largest form that is read at all.
    private const int Million = 1_000_000;

    // What needs no proof that it was meant: it concerns a browser alone, or its address is the proof.
    private static readonly string[] open = ["POST /preferences", "POST /csp-reports", "POST /unsubscribe/{token}", "DELETE /unsubscribe/{token}"];

    [Fact]
    public async Task Every_form_is_tried()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));
        var mapped = MappedCommand.Of(site).Select(command => command.Name).ToList();

        Assert.Equal(
            HouseForm.All.Select(form => form.Name).Concat(HouseForm.All.Where(form => form.ForPrograms || form.WithFileForPrograms).Select(form => $"{form.Method} /api/v1{form.Pattern}")).Concat(open).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            mapped.Order(StringComparer.Ordinal));
        Assert.Equal(mapped.Except(open, StringComparer.Ordinal).Order(StringComparer.Ordinal), MappedCommand.Guarded(site).Order(StringComparer.Ordinal));
        Assert.Equal(
            HouseForm.All.Select(form => form.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            GatedDoors.All.Where(door => door.Method is not "GET" && !door.Pattern.StartsWith("/api", StringComparison.Ordinal)).Select(door => $"{door.Method} {door.Pattern}").Order(StringComparer.Ordinal));
    }

    [Theory, BothEngines]
    public async Task What_is_wrong_is_refused_beside_the_field_and_nothing_is_saved(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var form in HouseForm.All.Where(form => mapped[form.Name].Fields.Count > 0))
            faults.AddRange(await FaultsAsync(engine, stage, form, mapped[form.Name].Fields));

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<List<string>> FaultsAsync(Engine engine, Stage stage, HouseForm form, IReadOnlyList<FormField> fields)
    {
        var faults = new List<string>();
        var filled = await form.FillAsync(stage);
        var proof = await filled.Session.TokenAsync();
        // A field that the page does not ask for in this way is left alone.
        foreach (var field in fields.Where(field => !field.IsFile && (form.Wrong.Any(wrong => wrong.Field == field.Name) || form.Needs.Contains(field.Name) || filled.Fields.Any(one => one.Name == field.Name))))
        {
            var before = await Inventory.TakeAsync(filled.Session.Site);
            // What is refused for its length alone never meets a database: on one engine it is enough.
            foreach (var (how, bad) in Bad(form, field, filled.Fields).Where(one => engine is Engine.Sqlite || !one.How.Contains("long", StringComparison.Ordinal)))
            {
                filled.Session.Saying("X-Forwarded-For", stage.Elsewhere());
                if (Fault(form, filled, field, fields, bad, await filled.SendAsync(form.Method, proof, bad)) is { } fault)
                    faults.Add($"{form}, {field.Name} {how}: {fault}");
            }

            var after = await Inventory.TakeAsync(filled.Session.Site);
            if (!before.SequenceEqual(after, StringComparer.Ordinal))
                faults.Add($"{form}, {field.Name}: something was saved: {Inventory.Difference(before, after)}");
        }

        return faults;
    }

    [Fact]
    public async Task What_is_too_long_is_not_called_missing_as_well()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var answer = await house.Visitor().SendAsync("POST", "/join", ("name", new string('a', 61)), ("email", $"{new string('a', 250)}@people.example"), ("password", new string('a', 201)), ("promise", "yes"));
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(answer.Text);

        Assert.Equal(
            ["At most 60 characters; this has 61.", "At most 254 characters; this has 265.", "At most 200 characters; this has 201."],
            page.QuerySelectorAll("main form .field-error").Select(word => word.TextContent));
    }

    [Fact]
    public async Task An_address_as_long_as_the_field_lets_it_be_is_taken()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var email = $"{new string('a', 60)}@{string.Join('.', Enumerable.Repeat(new string('b', 60), 3))}.example";
        Assert.InRange(email.Length, 240, 254);

        var answer = await house.Visitor().SendAsync("POST", "/join", ("name", "Anna"), ("email", email), ("password", Household.Password), ("promise", "yes"));
        Assert.Equal("/join?done=posted", answer.Location);
        Assert.Equal("/password-reset?done=posted", (await house.Visitor().SendAsync("POST", "/password-reset", ("email", email))).Location);
    }

    [Fact]
    public async Task A_line_break_counts_as_one_letter_as_it_does_in_the_browser()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var session = await house.SignInAsync("inner");
        var bio = string.Concat(Enumerable.Repeat("a\r\n", 999)) + "bb";

        Assert.Equal("/me/profile?done=saved", (await session.SendAsync("PUT", "/me/profile", ("name", "Quokka"), ("bio", bio), ("readers", "everyone"))).Location);
        Assert.Equal(2000, (await house.MemberAsync("inner")).Bio!.Length);
    }

    [Fact]
    public async Task Of_several_forms_on_a_page_the_others_stay_as_they_were()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var organizer = await stage.AsAsync("organizer", "/members/inner/standing", ("standing", "former"));
        using var ladder = new RefusedPage((await organizer.SendAsync("PUT")).Text, "PUT", "/members/inner/role");
        Assert.Empty(ladder.Lost([("role", "none")], "reason"));

        var (session, id, _) = await stage.ComeAsync();
        await stage.SecureAsync(id);
        var answer = await session.SendAsync("POST", "/me/account/recovery-codes", ("current", "not the password"));
        using var renewal = new RefusedPage(answer.Text, "POST", "/me/account/recovery-codes");
        using var password = new RefusedPage(answer.Text, "PUT", "/me/account/password");
        Assert.Null(renewal.Silent("current"));
        Assert.NotNull(password.Silent("current"));
    }

    [Theory]
    [InlineData("language")]
    [InlineData("theme")]
    [InlineData("zone")]
    public async Task What_the_preferences_do_not_offer_is_said_beside_it_and_the_rest_stays_chosen(string field)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        (string Name, string Value)[] chosen = [("language", "zh-CN"), ("theme", "dark"), ("zone", "Asia/Tokyo"), ("return", "/preferences?done=saved")];
        foreach (var bad in (string[])[.. BadWords.Zones, .. BadWords.Signs, "", " ", "a\r\nb", new string('a', Million)])
        {
            var answer = await new Session(site).SendBareAsync("POST", "/preferences", [.. chosen.With(field, bad)]);
            if (answer.Number == 400 && bad.Contains('\0', StringComparison.Ordinal))
                continue;
            using var page = new RefusedPage(answer.Text, "POST", "/preferences");

            Assert.Equal(422, answer.Number);
            Assert.InRange(answer.Text.Length, 1, 200_000);
            Assert.Null(page.Silent(field));
            Assert.Empty(page.Lost(chosen.Where(one => one.Name != field).ToList(), field));
        }

        Assert.Equal(422, (await new Session(site).SendBareAsync("POST", "/preferences", [.. chosen, chosen.First(one => one.Name == field)])).Number);
    }

    /// <summary>All ways in which a field can be wrong.</summary>
    internal static IEnumerable<(string How, IReadOnlyList<(string Name, string Value)> Fields)> Bad(HouseForm form, FormField field, IReadOnlyList<(string Name, string Value)> filled)
    {
        yield return ("a letter too long", filled.With(field.Name, new string('a', field.Longest + 1)));
        yield return ("a million letters long", filled.With(field.Name, new string('a', Million)));
        foreach (var sign in BadWords.Signs)
            yield return ($"with U+{(int)sign[1]:X4}", filled.With(field.Name, sign));
        if (!field.HasLines)
            yield return ("on two lines", filled.With(field.Name, "a\r\nb"));
        if (!field.IsList && filled.FirstOrDefault(one => one.Name == field.Name) is { Name: not null } once)
            yield return ("sent twice", [.. filled, once]);
        if (form.Needs.Contains(field.Name))
        {
            yield return ("missing", filled.Without(field.Name));
            yield return ("empty", filled.With(field.Name, ""));
            // Blanks may be somebody's password; they are only never the right one.
            if (!field.IsSecret)
                yield return ("blank", filled.With(field.Name, "  "));
        }

        foreach (var value in form.Wrong.Where(wrong => wrong.Field == field.Name).SelectMany(wrong => wrong.Values))
            yield return ($"'{(value.Length > 40 ? value[..40] : value)}'", filled.With(field.Name, value));
    }

    private static string? Fault(HouseForm form, Filled filled, FormField field, IReadOnlyList<FormField> fields, IReadOnlyList<(string Name, string Value)> sent, Answer answer)
    {
        // A form with a NUL in it is read by nobody, and no browser sends one.
        if (answer.Number == 400 && sent.Any(one => one.Value.Contains('\0', StringComparison.Ordinal)))
            return null;
        if (answer.Number != 422)
            return $"answered with {answer.Number} {answer.Location}";
        var secrets = fields.Where(one => one.IsSecret).Select(one => one.Name).ToList();
        if (sent.Any(one => secrets.Contains(one.Name) && one.Value.Trim().Length > 5 && answer.Text.Contains(one.Value, StringComparison.Ordinal) && RefusedPage.Tells(answer.Text, one.Value)))
            return "a secret comes back";
        using var page = new RefusedPage(answer.Text, form.Method, filled.Path);
        if (page.Silent(field.Name) is { } silent)
            return silent;
        // The value of a setting is found again by its key.
        var lost = page.Lost([.. sent.Where(one => !secrets.Contains(one.Name) && !(field.Name is "keys" && one.Name is "values"))], field.Name).ToList();
        return lost.Count > 0 ? $"lost what was typed as {string.Join(", ", lost)}" : null;
    }
}
