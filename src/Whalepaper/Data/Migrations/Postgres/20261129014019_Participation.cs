using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Participation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_MemberId_TopicId",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_LedgerEntries_OneSource",
                table: "LedgerEntries");

            migrationBuilder.AddColumn<int>(
                name: "ApplicationId",
                table: "LedgerEntries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ManualEntryId",
                table: "LedgerEntries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Keeps",
                table: "Elections",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "LeaveAt",
                table: "AwayDays",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LeaveById",
                table: "AwayDays",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LeaveReason",
                table: "AwayDays",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "Certificates",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    Digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    MadeAt = table.Column<long>(type: "bigint", nullable: false),
                    MadeById = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Certificates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Certificates_Members_MadeById",
                        column: x => x.MadeById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Certificates_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Certificates_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Excuses",
                columns: table => new
                {
                    MeetingId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    Word = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AcceptedById = table.Column<int>(type: "integer", nullable: true),
                    AcceptedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Excuses", x => new { x.MeetingId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_Excuses_Meetings_MeetingId",
                        column: x => x.MeetingId,
                        principalTable: "Meetings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Excuses_Members_AcceptedById",
                        column: x => x.AcceptedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Excuses_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ManualEntries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    TrackId = table.Column<int>(type: "integer", nullable: false),
                    HalfPoints = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    TakenBackAt = table.Column<long>(type: "bigint", nullable: true),
                    TakenBackById = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ManualEntries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ManualEntries_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ManualEntries_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ManualEntries_Members_TakenBackById",
                        column: x => x.TakenBackById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ManualEntries_TopicTracks_TopicId_TrackId",
                        columns: x => new { x.TopicId, x.TrackId },
                        principalTable: "TopicTracks",
                        principalColumns: new[] { "TopicId", "TrackId" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MeterWarnings",
                columns: table => new
                {
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeterWarnings", x => new { x.TopicId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_MeterWarnings_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MeterWarnings_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Retrospectives",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    OpenedAt = table.Column<long>(type: "bigint", nullable: false),
                    OpenedById = table.Column<int>(type: "integer", nullable: true),
                    ClosesAt = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Invited = table.Column<int>(type: "integer", nullable: false),
                    Answered = table.Column<int>(type: "integer", nullable: true),
                    Counts = table.Column<List<int>>(type: "integer[]", nullable: false),
                    Keep = table.Column<List<string>>(type: "text[]", nullable: false),
                    Change = table.Column<List<string>>(type: "text[]", nullable: false),
                    LeftOut = table.Column<int>(type: "integer", nullable: false),
                    Word = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    PublishedById = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Numbers_Attendances = table.Column<int>(type: "integer", nullable: false),
                    Numbers_Given = table.Column<int>(type: "integer", nullable: false),
                    Numbers_Meetings = table.Column<int>(type: "integer", nullable: false),
                    Numbers_Missed = table.Column<int>(type: "integer", nullable: false),
                    Numbers_Planned = table.Column<int>(type: "integer", nullable: false),
                    Numbers_RemindersFailed = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Retrospectives", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Retrospectives_Members_OpenedById",
                        column: x => x.OpenedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Retrospectives_Members_PublishedById",
                        column: x => x.PublishedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Retrospectives_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Suggestions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    StateSince = table.Column<long>(type: "bigint", nullable: false),
                    EditedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Suggestions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Suggestions_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TopicClosings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    RunsFor = table.Column<int>(type: "integer", nullable: true),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Policy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Measured = table.Column<int>(type: "integer", nullable: false),
                    EndedTopic = table.Column<bool>(type: "boolean", nullable: false),
                    FrozenAt = table.Column<long>(type: "bigint", nullable: false),
                    FrozenById = table.Column<int>(type: "integer", nullable: false),
                    ToldAt = table.Column<long>(type: "bigint", nullable: true),
                    ToldById = table.Column<int>(type: "integer", nullable: true),
                    ObjectUntil = table.Column<long>(type: "bigint", nullable: true),
                    ExecutedAt = table.Column<long>(type: "bigint", nullable: true),
                    ExecutedById = table.Column<int>(type: "integer", nullable: true),
                    UndoUntil = table.Column<long>(type: "bigint", nullable: true),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    PublishedById = table.Column<int>(type: "integer", nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedById = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TopicClosings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Members_EndedById",
                        column: x => x.EndedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Members_ExecutedById",
                        column: x => x.ExecutedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Members_FrozenById",
                        column: x => x.FrozenById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Members_PublishedById",
                        column: x => x.PublishedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Members_ToldById",
                        column: x => x.ToldById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Topics_RunsFor",
                        column: x => x.RunsFor,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TopicClosings_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TopicPolicies",
                columns: table => new
                {
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    LeastTalks = table.Column<int>(type: "integer", nullable: false),
                    LeastAttendance = table.Column<int>(type: "integer", nullable: false),
                    Missed = table.Column<int>(type: "integer", nullable: false),
                    GraceDays = table.Column<int>(type: "integer", nullable: false),
                    Hysteresis = table.Column<int>(type: "integer", nullable: false),
                    FreeAbsences = table.Column<int>(type: "integer", nullable: false),
                    Exempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TopicPolicies", x => x.TopicId);
                    table.ForeignKey(
                        name: "FK_TopicPolicies_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Waivers",
                columns: table => new
                {
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    Place = table.Column<int>(type: "integer", nullable: false),
                    TopicId = table.Column<int>(type: "integer", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Waivers", x => new { x.MemberId, x.Place });
                    table.ForeignKey(
                        name: "FK_Waivers_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Waivers_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Waivers_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LedgerDisputes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    EntryId = table.Column<int>(type: "integer", nullable: true),
                    OpenFor = table.Column<int>(type: "integer", nullable: true),
                    Kind = table.Column<int>(type: "integer", nullable: true),
                    ManualEntryId = table.Column<int>(type: "integer", nullable: true),
                    Words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Outcome = table.Column<int>(type: "integer", nullable: true),
                    Answer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AnsweredById = table.Column<int>(type: "integer", nullable: true),
                    AnsweredAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LedgerDisputes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LedgerDisputes_LedgerEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "LedgerEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "FK_LedgerDisputes_ManualEntries_ManualEntryId",
                        column: x => x.ManualEntryId,
                        principalTable: "ManualEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LedgerDisputes_Members_AnsweredById",
                        column: x => x.AnsweredById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LedgerDisputes_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LedgerDisputes_Topics_TopicId",
                        column: x => x.TopicId,
                        principalTable: "Topics",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RetrospectiveBoxes",
                columns: table => new
                {
                    RetrospectiveId = table.Column<int>(type: "integer", nullable: false),
                    Place = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    Turn = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RetrospectiveBoxes", x => new { x.RetrospectiveId, x.Place });
                    table.ForeignKey(
                        name: "FK_RetrospectiveBoxes_Retrospectives_RetrospectiveId",
                        column: x => x.RetrospectiveId,
                        principalTable: "Retrospectives",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RetrospectiveInvitees",
                columns: table => new
                {
                    RetrospectiveId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    Box = table.Column<int>(type: "integer", nullable: false),
                    HasAnswered = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RetrospectiveInvitees", x => new { x.RetrospectiveId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_RetrospectiveInvitees_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RetrospectiveInvitees_Retrospectives_RetrospectiveId",
                        column: x => x.RetrospectiveId,
                        principalTable: "Retrospectives",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SuggestionComments",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SuggestionId = table.Column<int>(type: "integer", nullable: false),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    HiddenAt = table.Column<long>(type: "bigint", nullable: true),
                    HiddenById = table.Column<int>(type: "integer", nullable: true),
                    HiddenWhy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SuggestionComments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SuggestionComments_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SuggestionComments_Members_HiddenById",
                        column: x => x.HiddenById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SuggestionComments_Suggestions_SuggestionId",
                        column: x => x.SuggestionId,
                        principalTable: "Suggestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SuggestionEffects",
                columns: table => new
                {
                    EntryId = table.Column<int>(type: "integer", nullable: false),
                    SuggestionId = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SuggestionEffects", x => x.EntryId);
                    table.ForeignKey(
                        name: "FK_SuggestionEffects_AuditEntries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "AuditEntries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SuggestionEffects_Suggestions_SuggestionId",
                        column: x => x.SuggestionId,
                        principalTable: "Suggestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SuggestionSteps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SuggestionId = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Word = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SuggestionSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SuggestionSteps_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SuggestionSteps_Suggestions_SuggestionId",
                        column: x => x.SuggestionId,
                        principalTable: "Suggestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SuggestionSupports",
                columns: table => new
                {
                    SuggestionId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SuggestionSupports", x => new { x.SuggestionId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_SuggestionSupports_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SuggestionSupports_Suggestions_SuggestionId",
                        column: x => x.SuggestionId,
                        principalTable: "Suggestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ClosingCases",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ClosingId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    Role = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Exemption = table.Column<int>(type: "integer", nullable: true),
                    ExemptionWords = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    WasLow = table.Column<bool>(type: "boolean", nullable: false),
                    Talks = table.Column<int>(type: "integer", nullable: false),
                    Held = table.Column<int>(type: "integer", nullable: false),
                    Attended = table.Column<int>(type: "integer", nullable: false),
                    Excused = table.Column<int>(type: "integer", nullable: false),
                    ExcusedLate = table.Column<int>(type: "integer", nullable: false),
                    ToldAt = table.Column<long>(type: "bigint", nullable: true),
                    ObjectUntil = table.Column<long>(type: "bigint", nullable: true),
                    Objection = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ObjectedAt = table.Column<long>(type: "bigint", nullable: true),
                    Decision = table.Column<int>(type: "integer", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DecidedById = table.Column<int>(type: "integer", nullable: true),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    SecondById = table.Column<int>(type: "integer", nullable: true),
                    SecondedAt = table.Column<long>(type: "bigint", nullable: true),
                    BeforeStanding = table.Column<int>(type: "integer", nullable: true),
                    BeforeSince = table.Column<long>(type: "bigint", nullable: true),
                    BeforeRole = table.Column<int>(type: "integer", nullable: true),
                    BeforeClaims = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UndoneAt = table.Column<long>(type: "bigint", nullable: true),
                    ReturnedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClosingCases", x => x.Id);
                    table.CheckConstraint("CK_ClosingCases_ByPeople", "(\"DecidedById\" IS NULL OR \"DecidedById\" <> \"MemberId\")\nAND (\"SecondById\" IS NULL OR (\"SecondById\" <> \"MemberId\" AND \"SecondById\" <> \"DecidedById\"))\nAND (\"Decision\" IS NULL) = (\"DecidedById\" IS NULL)\nAND (\"Decision\" IS NULL OR (\"Kind\" = 3 AND \"ToldAt\" IS NOT NULL))\nAND (\"BeforeStanding\" IS NULL OR \"Decision\" IN (2, 3))");
                    table.ForeignKey(
                        name: "FK_ClosingCases_Members_DecidedById",
                        column: x => x.DecidedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ClosingCases_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ClosingCases_Members_SecondById",
                        column: x => x.SecondById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ClosingCases_TopicClosings_ClosingId",
                        column: x => x.ClosingId,
                        principalTable: "TopicClosings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_ApplicationId_MemberId",
                table: "LedgerEntries",
                columns: new[] { "ApplicationId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_ManualEntryId",
                table: "LedgerEntries",
                column: "ManualEntryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_MemberId_TopicId_Kind",
                table: "LedgerEntries",
                columns: new[] { "MemberId", "TopicId", "Kind" });

            migrationBuilder.AddCheckConstraint(
                name: "CK_LedgerEntries_OneSource",
                table: "LedgerEntries",
                sql: "\"Kind\" IN (1, 2, 3, 4, 5, 6, 7)\nAND (\"Kind\" IN (1, 2)) = (\"TalkId\" IS NOT NULL)\nAND (\"Kind\" = 3) = (\"AttendanceId\" IS NOT NULL)\nAND (\"Kind\" = 4) = (\"QuestionId\" IS NOT NULL)\nAND (\"Kind\" = 5) = (\"FeedbackId\" IS NOT NULL)\nAND (\"Kind\" = 6) = (\"ApplicationId\" IS NOT NULL)\nAND (\"Kind\" = 7) = (\"ManualEntryId\" IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "IX_AwayDays_LeaveById",
                table: "AwayDays",
                column: "LeaveById");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_AppliedAt",
                table: "Applications",
                column: "AppliedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EndedAt_StateSince",
                table: "Applications",
                columns: new[] { "EndedAt", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_Code",
                table: "Certificates",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_MadeById",
                table: "Certificates",
                column: "MadeById");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_MemberId_TopicId_Digest",
                table: "Certificates",
                columns: new[] { "MemberId", "TopicId", "Digest" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_TopicId",
                table: "Certificates",
                column: "TopicId");

            migrationBuilder.CreateIndex(
                name: "IX_ClosingCases_ClosingId_Kind_Decision",
                table: "ClosingCases",
                columns: new[] { "ClosingId", "Kind", "Decision" });

            migrationBuilder.CreateIndex(
                name: "IX_ClosingCases_ClosingId_MemberId",
                table: "ClosingCases",
                columns: new[] { "ClosingId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClosingCases_DecidedById",
                table: "ClosingCases",
                column: "DecidedById");

            migrationBuilder.CreateIndex(
                name: "IX_ClosingCases_MemberId",
                table: "ClosingCases",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_ClosingCases_SecondById",
                table: "ClosingCases",
                column: "SecondById");

            migrationBuilder.CreateIndex(
                name: "IX_Excuses_AcceptedById",
                table: "Excuses",
                column: "AcceptedById");

            migrationBuilder.CreateIndex(
                name: "IX_Excuses_MemberId",
                table: "Excuses",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_AnsweredAt_At",
                table: "LedgerDisputes",
                columns: new[] { "AnsweredAt", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_AnsweredById",
                table: "LedgerDisputes",
                column: "AnsweredById");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_EntryId",
                table: "LedgerDisputes",
                column: "EntryId");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_ManualEntryId",
                table: "LedgerDisputes",
                column: "ManualEntryId");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_MemberId_TopicId",
                table: "LedgerDisputes",
                columns: new[] { "MemberId", "TopicId" });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_OpenFor",
                table: "LedgerDisputes",
                column: "OpenFor",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LedgerDisputes_TopicId",
                table: "LedgerDisputes",
                column: "TopicId");

            migrationBuilder.CreateIndex(
                name: "IX_ManualEntries_ById_Key",
                table: "ManualEntries",
                columns: new[] { "ById", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ManualEntries_MemberId_TopicId",
                table: "ManualEntries",
                columns: new[] { "MemberId", "TopicId" });

            migrationBuilder.CreateIndex(
                name: "IX_ManualEntries_TakenBackById",
                table: "ManualEntries",
                column: "TakenBackById");

            migrationBuilder.CreateIndex(
                name: "IX_ManualEntries_TopicId_TrackId",
                table: "ManualEntries",
                columns: new[] { "TopicId", "TrackId" });

            migrationBuilder.CreateIndex(
                name: "IX_MeterWarnings_MemberId",
                table: "MeterWarnings",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_RetrospectiveInvitees_MemberId",
                table: "RetrospectiveInvitees",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_Retrospectives_ClosedAt_ClosesAt",
                table: "Retrospectives",
                columns: new[] { "ClosedAt", "ClosesAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Retrospectives_OpenedById",
                table: "Retrospectives",
                column: "OpenedById");

            migrationBuilder.CreateIndex(
                name: "IX_Retrospectives_PublishedAt",
                table: "Retrospectives",
                column: "PublishedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Retrospectives_PublishedById",
                table: "Retrospectives",
                column: "PublishedById");

            migrationBuilder.CreateIndex(
                name: "IX_Retrospectives_TopicId",
                table: "Retrospectives",
                column: "TopicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionComments_ById_Key",
                table: "SuggestionComments",
                columns: new[] { "ById", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionComments_HiddenById",
                table: "SuggestionComments",
                column: "HiddenById");

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionComments_SuggestionId_Id",
                table: "SuggestionComments",
                columns: new[] { "SuggestionId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionEffects_SuggestionId",
                table: "SuggestionEffects",
                column: "SuggestionId");

            migrationBuilder.CreateIndex(
                name: "IX_Suggestions_ById_Key",
                table: "Suggestions",
                columns: new[] { "ById", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Suggestions_State_StateSince",
                table: "Suggestions",
                columns: new[] { "State", "StateSince" });

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionSteps_ById",
                table: "SuggestionSteps",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionSteps_SuggestionId",
                table: "SuggestionSteps",
                column: "SuggestionId");

            migrationBuilder.CreateIndex(
                name: "IX_SuggestionSupports_MemberId",
                table: "SuggestionSupports",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_EndedById",
                table: "TopicClosings",
                column: "EndedById");

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_ExecutedById",
                table: "TopicClosings",
                column: "ExecutedById");

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_FrozenById",
                table: "TopicClosings",
                column: "FrozenById");

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_PublishedById",
                table: "TopicClosings",
                column: "PublishedById");

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_RunsFor",
                table: "TopicClosings",
                column: "RunsFor",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_ToldById",
                table: "TopicClosings",
                column: "ToldById");

            migrationBuilder.CreateIndex(
                name: "IX_TopicClosings_TopicId",
                table: "TopicClosings",
                column: "TopicId");

            migrationBuilder.CreateIndex(
                name: "IX_Waivers_ById",
                table: "Waivers",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_Waivers_TopicId",
                table: "Waivers",
                column: "TopicId");

            migrationBuilder.AddForeignKey(
                name: "FK_AwayDays_Members_LeaveById",
                table: "AwayDays",
                column: "LeaveById",
                principalTable: "Members",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_LedgerEntries_ManualEntries_ManualEntryId",
                table: "LedgerEntries",
                column: "ManualEntryId",
                principalTable: "ManualEntries",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "FK_LedgerEntries_PanelSeats_ApplicationId_MemberId",
                table: "LedgerEntries",
                columns: new[] { "ApplicationId", "MemberId" },
                principalTable: "PanelSeats",
                principalColumns: new[] { "ApplicationId", "MemberId" },
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_AwayDays_Members_LeaveById",
                table: "AwayDays");

            migrationBuilder.DropForeignKey(
                name: "FK_LedgerEntries_ManualEntries_ManualEntryId",
                table: "LedgerEntries");

            migrationBuilder.DropForeignKey(
                name: "FK_LedgerEntries_PanelSeats_ApplicationId_MemberId",
                table: "LedgerEntries");

            migrationBuilder.DropTable(
                name: "Certificates");

            migrationBuilder.DropTable(
                name: "ClosingCases");

            migrationBuilder.DropTable(
                name: "Excuses");

            migrationBuilder.DropTable(
                name: "LedgerDisputes");

            migrationBuilder.DropTable(
                name: "MeterWarnings");

            migrationBuilder.DropTable(
                name: "RetrospectiveBoxes");

            migrationBuilder.DropTable(
                name: "RetrospectiveInvitees");

            migrationBuilder.DropTable(
                name: "SuggestionComments");

            migrationBuilder.DropTable(
                name: "SuggestionEffects");

            migrationBuilder.DropTable(
                name: "SuggestionSteps");

            migrationBuilder.DropTable(
                name: "SuggestionSupports");

            migrationBuilder.DropTable(
                name: "TopicPolicies");

            migrationBuilder.DropTable(
                name: "Waivers");

            migrationBuilder.DropTable(
                name: "TopicClosings");

            migrationBuilder.DropTable(
                name: "ManualEntries");

            migrationBuilder.DropTable(
                name: "Retrospectives");

            migrationBuilder.DropTable(
                name: "Suggestions");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_ApplicationId_MemberId",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_ManualEntryId",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_MemberId_TopicId_Kind",
                table: "LedgerEntries");

            migrationBuilder.DropCheckConstraint(
                name: "CK_LedgerEntries_OneSource",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_AwayDays_LeaveById",
                table: "AwayDays");

            migrationBuilder.DropIndex(
                name: "IX_Applications_AppliedAt",
                table: "Applications");

            migrationBuilder.DropIndex(
                name: "IX_Applications_EndedAt_StateSince",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "ApplicationId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "ManualEntryId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "Keeps",
                table: "Elections");

            migrationBuilder.DropColumn(
                name: "LeaveAt",
                table: "AwayDays");

            migrationBuilder.DropColumn(
                name: "LeaveById",
                table: "AwayDays");

            migrationBuilder.DropColumn(
                name: "LeaveReason",
                table: "AwayDays");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_MemberId_TopicId",
                table: "LedgerEntries",
                columns: new[] { "MemberId", "TopicId" });

            migrationBuilder.AddCheckConstraint(
                name: "CK_LedgerEntries_OneSource",
                table: "LedgerEntries",
                sql: "\"Kind\" IN (1, 2, 3, 4, 5)\nAND (\"Kind\" IN (1, 2)) = (\"TalkId\" IS NOT NULL)\nAND (\"Kind\" = 3) = (\"AttendanceId\" IS NOT NULL)\nAND (\"Kind\" = 4) = (\"QuestionId\" IS NOT NULL)\nAND (\"Kind\" = 5) = (\"FeedbackId\" IS NOT NULL)");
        }
    }
}
