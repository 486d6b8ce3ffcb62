using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Data;

public sealed class ModelTests
{
    [Theory, BothEngines]
    public async Task The_migrations_make_the_model(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            Assert.False(db.Database.HasPendingModelChanges());
            return Task.CompletedTask;
        });
    }

    [Theory, BothEngines]
    public async Task The_migrations_that_are_written_down_are_the_migrations(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            Assert.Equal(db.Database.GetMigrations(), db.Migrations);
            return Task.CompletedTask;
        });
    }

    [Theory, BothEngines]
    public async Task The_model_that_is_written_down_is_the_model(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            var workedOut = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().Select(Told).Order(StringComparer.Ordinal);
            var writtenDown = db.Model.GetEntityTypes().Select(Told).Order(StringComparer.Ordinal);

            Assert.StartsWith("Whalepaper.Data.Compiled", db.Model.GetType().Namespace, StringComparison.Ordinal);
            Assert.Equal(workedOut, writtenDown);
            return Task.CompletedTask;
        });

        static string Told(IReadOnlyEntityType type) => string.Join('\n', [
            $"{type.ToDebugString(MetadataDebugStringOptions.ShortDefault & ~MetadataDebugStringOptions.IncludeAnnotations)} in {type.GetTableName()}",
            .. type.GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal).Select(Column),
            .. type.GetComplexProperties().SelectMany(complex => complex.ComplexType.GetProperties()).OrderBy(p => p.Name, StringComparer.Ordinal).Select(Column),
            .. type.GetIndexes().Select(index => $"{index.ToDebugString(MetadataDebugStringOptions.SingleLineDefault)} {index.GetDatabaseName()} {index.GetFilter()}").Order(StringComparer.Ordinal),
            .. type.GetForeignKeys().Select(key => $"{key.ToDebugString(MetadataDebugStringOptions.SingleLineDefault)} {key.DeleteBehavior} {key.GetConstraintName()}").Order(StringComparer.Ordinal),
        ]);

        static string Column(IReadOnlyProperty property) =>
            $"{property.Name}: {property.ClrType}, {property.GetColumnName()} {property.GetColumnType()}, null {property.IsNullable}, at most {property.GetMaxLength()}, "
            + $"token {property.IsConcurrencyToken}, made {property.ValueGenerated}, by {property.GetTypeMapping().Converter?.GetType()}, from JSON by {property.GetJsonValueReaderWriter()?.GetType()}";
    }

    [Theory, BothEngines]
    public async Task Columns_of_a_kind_share_what_turns_their_values(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            var moments = db.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(property => property.ClrType == typeof(Instant)).Select(property => property.GetTypeMapping()).ToList();

            Assert.True(moments.Count > 50, $"{moments.Count} columns are instants.");
            // One for those by which rows are found, and one for the others.
            Assert.InRange(moments.Distinct(ReferenceEqualityComparer.Instance).Count(), 1, 2);
            return Task.CompletedTask;
        });
    }

    [Theory, BothEngines]
    public async Task Choices_are_read_by_what_the_model_names(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            var choices = db.Model.GetEntityTypes().SelectMany(type => type.GetFlattenedProperties()).Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum).ToList();

            Assert.NotEmpty(choices);
            Assert.All(choices, choice => Assert.NotNull(choice.GetJsonValueReaderWriter()));
            return Task.CompletedTask;
        });
    }

    [Theory, BothEngines]
    public async Task An_entry_is_held_by_one_living_talk(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var now = database.Clock.GetCurrentInstant();
        var entryId = await database.WithAsync(async db =>
        {
            var track = new Track("nlp", "自然语言处理", 0);
            var topic = new Topic(1);
            var list = topic.Include(track);
            db.AddRange(topic, track);
            await db.SaveChangesAsync();
            var entry = new ReadingListEntry(list, new Paper("XLNet", null, PaperKind.Paper, now), 0, now);
            db.Add(entry);
            await db.SaveChangesAsync();
            return entry.Id;
        });

        async Task<bool> ClaimAsync(string name)
        {
            try
            {
                return await database.WithAsync(async db =>
                {
                    var entry = await db.Entries.Include(e => e.Paper).SingleAsync(e => e.Id == entryId);
                    db.Add(new Talk(entry, [new Member(name, name, now)], now));
                    await db.SaveChangesAsync();
                    return true;
                });
            }
            catch (DbUpdateException)
            {
                return false;
            }
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Task.Run(() => ClaimAsync($"m{n}"))));

        Assert.Single(claims, won => won);
    }

    [Theory, BothEngines]
    public async Task Two_writers_of_one_row_notice_each_other(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            db.Add(new Group("鲸鱼", "Asia/Shanghai", "zh-CN", database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => database.WithAsync(async first =>
        {
            var mine = await first.Groups.SingleAsync();
            await database.WithAsync(async second =>
            {
                (await second.Groups.SingleAsync()).Rename("先到");
                await second.SaveChangesAsync();
            });
            mine.Rename("后到");
            await first.SaveChangesAsync();
        }));
    }

    [Theory, BothEngines]
    public async Task Times_come_back_as_they_went(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            var track = new Track("res", "推荐系统", 2);
            track.MeetWeekly(new Slot(IsoDayOfWeek.Saturday, new LocalTime(20, 30)));
            var topic = new Topic(6);
            topic.Run(new LocalDate(2026, 11, 7), new LocalDate(2027, 2, 6));
            topic.Open(Instant.FromUtc(2026, 11, 1, 1, 2, 3));
            db.AddRange(track, new Track("cv", "图像处理", 1), topic);
            await db.SaveChangesAsync();
        });

        await database.WithAsync(async db =>
        {
            var slots = await db.Tracks.OrderBy(t => t.Position).Select(t => t.Slot).ToListAsync();
            Assert.Equal([null, new Slot(IsoDayOfWeek.Saturday, new LocalTime(20, 30))], slots);
            var topic = await db.Topics.SingleAsync(t => t.Starts <= new LocalDate(2026, 11, 8));
            Assert.Equal(new LocalDate(2027, 2, 6), topic.Ends);
            Assert.Equal(Instant.FromUtc(2026, 11, 1, 1, 2, 3), topic.OpenedAt);
        });
    }
}
